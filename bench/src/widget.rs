//! Measures the pages, each of them in every round, so that changes of the machine affect them all.

use crate::{
    browser::{Browser, Condition},
    contestant::Contestant,
    figures::Figures,
    site::Site,
};
use anyhow::{Context, Result, bail};
use std::time::{Duration, UNIX_EPOCH};

/// How long the proxy takes while clicks are measured.
pub(crate) const DELAYS: [Duration; 2] = [Duration::ZERO, Duration::from_millis(50)];

/// The number of clicks on each in a round. Several are needed, because a frame that is just being
/// drawn costs some milliseconds.
pub(crate) const CLICKS: usize = 5;

/// The figures of one browser.
pub(crate) struct Widgets {
    pub(crate) browser: String,
    pub(crate) widgets: Vec<Widget>,
}

/// The figures of one widget.
pub(crate) struct Widget {
    pub(crate) name: &'static str,
    pub(crate) weight: Weight,
    pub(crate) unthrottled: Loads,
    pub(crate) slow_phone: Loads,
    /// From the click to the dashboard in milliseconds, without the proxy's own time: one for each
    /// of [`DELAYS`].
    pub(crate) clicks: [Figures; 2],
}

/// The bytes of everything that the page loaded, without the page itself.
#[derive(Default)]
pub(crate) struct Weight {
    pub(crate) files: usize,
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

/// The figures under one condition, in milliseconds and bytes.
#[derive(Default)]
pub(crate) struct Loads {
    pub(crate) visible: Figures,
    pub(crate) live: Figures,
    /// The time of long tasks beyond their first 50 ms.
    pub(crate) blocking: Figures,
    pub(crate) longest_task: Figures,
    pub(crate) heap: Figures,
    pub(crate) wasm_memory: Figures,
}

pub(crate) async fn measure(contestants: &[Contestant], rounds: usize) -> Result<Widgets> {
    let mut widgets: Vec<_> = contestants.iter().map(Widget::new).collect();
    let mut sites = Vec::new();
    for contestant in contestants {
        sites.push(Site::start(contestant).await?);
    }
    let mut version = String::new();
    for round in 0..rounds {
        eprintln!("round {} of {rounds}", round + 1);
        for condition in [Condition::Unthrottled, Condition::SlowPhone] {
            let browser = Browser::start().await?;
            for at in order(widgets.len(), round) {
                let name = widgets[at].name;
                let load = browser.load(&sites[at].origin, condition).await;
                let load = load.with_context(|| format!("{name}, {condition:?}"))?;
                widgets[at].loads(condition).add(&load);
            }
            browser.quit().await?;
        }
        let browser = Browser::start().await?;
        for _ in 0..CLICKS {
            for at in order(widgets.len(), round) {
                for (delay, clicks) in DELAYS.into_iter().zip(&mut widgets[at].clicks) {
                    clicks.add(click(&browser, &sites[at], delay).await?);
                }
            }
        }
        version = browser.version().to_owned();
        browser.quit().await?;
    }
    for ((widget, site), contestant) in widgets.iter_mut().zip(&sites).zip(contestants) {
        for path in site.requested() {
            let Some(file) = contestant.files.get(&path) else {
                bail!("{}: {path} was asked for and is not there", widget.name);
            };
            widget.weight.files += 1;
            widget.weight.raw += file.raw.len();
            widget.weight.gzip += file.gzip.len();
            widget.weight.brotli += file.brotli.len();
        }
    }
    Ok(Widgets { browser: version, widgets })
}

/// The order of a round. Each round begins with another widget, and every second round goes backwards,
/// so that no widget always follows the same one.
fn order(count: usize, round: usize) -> Vec<usize> {
    let backwards = round % 2 == 1;
    (0..count).map(|at| (round + if backwards { count - at } else { at }) % count).collect()
}

async fn click(browser: &Browser, site: &Site, delay: Duration) -> Result<f64> {
    site.expect(delay);
    let (clicked, arrival) = browser.click(&site.origin, site.arrival()).await?;
    let arrived = arrival.at.duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0;
    Ok(arrived - clicked - arrival.answering.as_secs_f64() * 1000.0)
}

impl Widget {
    fn new(contestant: &Contestant) -> Self {
        Self {
            name: contestant.name,
            weight: Weight::default(),
            unthrottled: Loads::default(),
            slow_phone: Loads::default(),
            clicks: Default::default(),
        }
    }

    fn loads(&mut self, condition: Condition) -> &mut Loads {
        match condition {
            Condition::Unthrottled => &mut self.unthrottled,
            Condition::SlowPhone => &mut self.slow_phone,
        }
    }
}

impl Loads {
    fn add(&mut self, load: &crate::browser::Load) {
        self.visible.add(load.visible);
        self.live.add(load.live);
        self.blocking.add(load.long_tasks.iter().map(|task| (task - 50.0).max(0.0)).sum());
        self.longest_task.add(load.long_tasks.iter().copied().fold(0.0, f64::max));
        self.heap.add(load.heap);
        self.wasm_memory.add(load.wasm_memory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_has_a_turn_in_each_round_and_another_one_begins() {
        let mut first = Vec::new();
        for round in 0..4 {
            let order = order(5, round);
            first.push(order[0]);
            let mut all = order.clone();
            all.sort_unstable();
            assert_eq!(all, [0, 1, 2, 3, 4]);
        }
        assert_eq!(first, [0, 1, 2, 3]);
    }
}
