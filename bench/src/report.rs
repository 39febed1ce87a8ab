//! Writes the tables of `bench/RESULTS.md`.

use crate::{
    contestant::OURS,
    figures::Figures,
    proxy::{CONNECTIONS, Load, Proxies, RUNS},
    widget::{CLICKS, DELAYS, Loads, Widget, Widgets},
};
use std::fmt::Write;

pub(crate) fn write(widgets: &Widgets, proxies: &Proxies, rounds: usize) -> String {
    let Widgets { browser, widgets } = widgets;
    let mut text = format!(
        "# Results\n\n\
         Written by `cargo xtask bench`; all figures are from one run on one machine, so compare them \
         only with each other. They are medians of {rounds} rounds in {browser}, with quartiles in \
         parentheses. **{OURS}** is the complete widget, with its styles and all its features. The \
         others are minimal: two radio buttons, four buttons and an alert, without styles \
         ([peers](peers/README.md)).\n\n\
         ![What each loads, and when it takes clicks and is live](results.svg)\n"
    );
    weight(&mut text, widgets);
    loads(
        &mut text,
        "On a slow phone",
        "\"Slow 4G\" of Chromium's developer tools (562 ms until a response begins, 1.44 Mbit/s), CPU \
         slowed 4 times, nothing in the cache. *Visible*: the \
         first frame with all four buttons, and a click in that very frame leads to a jump. *Live*: \
         the request for a code leaves after that click. *Blocking*: what tasks take beyond their \
         first 50 ms until then.",
        widgets,
        |widget| &widget.slow_phone,
    );
    loads(&mut text, "Unthrottled", "The same from this machine to itself.", widgets, |widget| {
        &widget.unthrottled
    });
    memory(&mut text, widgets);
    clicks(&mut text, widgets);
    proxy(&mut text, proxies);
    text
}

fn weight(text: &mut String, widgets: &[Widget]) {
    section(
        text,
        "What a page loads",
        "Bytes of scripts, styles and WebAssembly in English; brotli at quality 11, gzip at 9.",
        &["files", "raw", "gzip", "brotli"],
        widgets,
        |widget| {
            let weight = &widget.weight;
            let bytes = [weight.files, weight.raw, weight.gzip, weight.brotli];
            bytes.map(|bytes| thousands(&bytes.to_string())).into()
        },
    );
}

fn loads(
    text: &mut String,
    title: &str,
    what: &str,
    widgets: &[Widget],
    of: fn(&Widget) -> &Loads,
) {
    let by = |name| widgets.iter().find(|widget| widget.name == name).map(of);
    let ratio = |to: Option<&Loads>, figures: fn(&Loads) -> &Figures, loads: &Loads| {
        to.map_or("–".into(), |to| {
            format!("{:.2}", figures(loads).median() / figures(to).median())
        })
    };
    section(
        text,
        title,
        what,
        &[
            "visible, ms",
            "to vanilla",
            "live, ms",
            "to React",
            "blocking, ms",
            "longest task, ms (most)",
        ],
        widgets,
        |widget| {
            let loads = of(widget);
            vec![
                spread(&loads.visible),
                ratio(by("vanilla"), |loads| &loads.visible, loads),
                spread(&loads.live),
                ratio(by("react"), |loads| &loads.live, loads),
                spread(&loads.blocking),
                // Browsers tell of none below 50 ms.
                [loads.longest_task.median(), loads.longest_task.most()]
                    .map(|task| if task < 50.0 { "≤ 50".into() } else { format!("{task:.0}") })
                    .join(" (")
                    + ")",
            ]
        },
    );
}

fn memory(text: &mut String, widgets: &[Widget]) {
    let kilobytes = |figures: &Figures| format!("{:.0}", figures.median() / 1024.0);
    section(
        text,
        "Memory",
        "KiB once it is live: JavaScript's heap after a collection, and WebAssembly's memory.",
        &["JavaScript", "WebAssembly"],
        widgets,
        |widget| {
            let loads = &widget.unthrottled;
            vec![kilobytes(&loads.heap), kilobytes(&loads.wasm_memory)]
        },
    );
}

fn clicks(text: &mut String, widgets: &[Widget]) {
    let columns = DELAYS.map(|delay| format!("proxy takes {} ms", delay.as_millis()));
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    section(
        text,
        "From a click to the dashboard",
        &format!(
            "Milliseconds from the click until the request for the link arrives, beyond what the \
             proxy took to answer. The pointer is over the button for 100 ms first; {CLICKS} clicks \
             in each round."
        ),
        &columns,
        widgets,
        |widget| widget.clicks.iter().map(exact).collect(),
    );
}

pub(crate) fn proxy(text: &mut String, proxies: &Proxies) {
    let Proxies { ours, nginx, nginx_version } = proxies;
    let _ = write!(
        text,
        "\n## The proxy\n\n\
         Beside {nginx_version} as a plain reverse proxy to the same stand-in for Paddle, which adds \
         the key and checks nothing. Each has one worker; {CONNECTIONS} connections, {RUNS} runs of each \
         in turn; load, proxy and stand-in share the machine. Memory is the most that was resident.\n\n\
         | | requests per second | p50, ms | p90, ms | p99, ms | memory, MiB |\n\
         |---|---:|---:|---:|---:|---:|\n"
    );
    for (name, load) in [("paddle-magic-links-proxy", ours), ("nginx", nginx)] {
        let [p50, p90, p99] = load.latency.each_ref().map(exact);
        let rate = spread(&load.requests_per_second);
        let memory = load.memory / 1024.0 / 1024.0;
        let _ = writeln!(text, "| {name} | {rate} | {p50} | {p90} | {p99} | {memory:.1} |");
    }
    let ratio = |figures: fn(&Load) -> &Figures| figures(ours).median() / figures(nginx).median();
    let _ = writeln!(
        text,
        "| ratio | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        ratio(|load| &load.requests_per_second),
        ratio(|load| &load.latency[0]),
        ratio(|load| &load.latency[1]),
        ratio(|load| &load.latency[2]),
        ours.memory / nginx.memory,
    );
}

fn section(
    text: &mut String,
    title: &str,
    what: &str,
    columns: &[&str],
    widgets: &[Widget],
    row: impl Fn(&Widget) -> Vec<String>,
) {
    let _ = writeln!(text, "\n## {title}\n\n{what}\n");
    let _ = writeln!(text, "| | {} |", columns.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(columns.len()));
    for widget in widgets {
        let cells = row(widget).join(" | ");
        let name = if widget.name == OURS { format!("**{OURS}**") } else { widget.name.into() };
        let _ = writeln!(text, "| {name} | {cells} |");
    }
}

fn spread(figures: &Figures) -> String {
    let (low, high) = figures.quartiles();
    format!("{:.0} ({low:.0}–{high:.0})", figures.median())
}

fn exact(figures: &Figures) -> String {
    let (low, high) = figures.quartiles();
    format!("{:.1} ({low:.1}–{high:.1})", figures.median())
}

fn thousands(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (digits, text) in [("7", "7"), ("950", "950"), ("1234", "1,234"), ("123456", "123,456")]
        {
            assert_eq!(thousands(digits), text);
        }
    }
}
