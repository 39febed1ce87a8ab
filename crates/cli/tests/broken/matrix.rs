//! Which checks find which flaw.

use crate::{flaw::Flaw, origins::TRUSTED, proxy::Running, sessions::SELLERS};
use paddle_magic_links_cli::check::{
    Level, Progress, Report, Selection, Session, State, Stopped, Subject, Unconfigured, find,
    groups, line, run,
};
use paddle_magic_links_stand_in::{Certificate, Options, StandIn};
use std::{
    env,
    fmt::Write,
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::runtime::Builder;

/// More at a time would be too slow for the checks of time.
const AT_A_TIME: usize = 16;

/// For each flaw, the ids of the checks that fail, and in parentheses of those that advise.
const MATRIX: &str = include_str!("matrix.txt");

/// Required checks that no flaw fails alone, and why.
const NEVER_ALONE: [(&str, &str); 2] = [
    ("O-2", "whoever is let in with credentials is let in, which is O-1"),
    ("U-1", "the stand-in makes no code for most of it, which is B-1; a query is R-5, too"),
];

/// The checks that a proxy does not pass: what fails, and what is advised.
struct Row {
    failed: Vec<&'static str>,
    advised: Vec<&'static str>,
}

fn session(name: &str) -> Session {
    Session::parse([format!("cookie: session={name}")]).unwrap()
}

/// Has the kit try a proxy with all that it can be told about it.
async fn tried(flaw: Option<Flaw>, selection: &Selection) -> Result<Report, Stopped> {
    let certificate =
        matches!(flaw, None | Some(Flaw::AnyCertificate)).then_some(Certificate::Good);
    let options = Options { certificate, requests_per_minute: None, ..Options::default() };
    let stand_in = Arc::new(StandIn::start(options).await.unwrap());
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log");
    let proxy = Running::start(flaw, &stand_in, &log).await;
    let mut subject = Subject::new(proxy.url(), session("a"), session("b"));
    subject.stale = Some(session("stale"));
    subject.staff = Some(session("staff"));
    subject.forbidden = Some(session("forbidden"));
    subject.unconfigured = Some(Unconfigured::Session(session("without-sandbox")));
    subject.other_ids = vec![SELLERS[1].into()];
    subject.trusted_origin = Some(TRUSTED.into());
    subject.logs = vec![log];
    subject.timeout = Duration::from_secs(8);
    subject.long_pauses = true;
    run(&stand_in, subject, selection, |progress| match progress {
        Progress::Done(checked) if checked.state != State::Pass => {
            eprintln!("{flaw:?}\n{}", line(checked));
        }
        _ => {}
    })
    .await
}

async fn row(flaw: Flaw) -> Row {
    // Two thousand requests take longer than all other checks, so only those flaws have them at which they aim.
    let skipped = if matches!(flaw.check(), "R-1" | "X-1") { vec![] } else { vec!["X-1"] };
    match tried(Some(flaw), &Selection::without(skipped)).await {
        Ok(report) => {
            // Where something required fails, what is advised depends on the order.
            let advised = match find(flaw.check()).unwrap().level {
                Level::Required => vec![],
                Level::Advised => report.ids(State::Advice),
            };
            Row { failed: report.ids(State::Fail), advised }
        }
        Err(Stopped::Gate(gate)) => {
            eprintln!("{flaw:?}\n{}", line(&gate));
            Row { failed: vec![gate.check.id], advised: vec![] }
        }
        Err(stopped) => panic!("{flaw:?}: {stopped}"),
    }
}

/// Each in a thread of its own, because setting up a client takes longer than some time limits.
fn matrix() -> Vec<(Flaw, Row)> {
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(Vec::new());
    let work = || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        while let Some(&flaw) = Flaw::ALL.get(next.fetch_add(1, Ordering::SeqCst)) {
            let row = runtime.block_on(row(flaw));
            rows.lock().unwrap().push((flaw, row));
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(work);
        }
    });
    let mut rows = rows.into_inner().unwrap();
    rows.sort_by_key(|(flaw, _)| *flaw as usize);
    rows
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute: cargo xtask test"]
async fn a_proxy_without_a_flaw_passes_every_check() {
    let selection = Selection { seed: Some(1), ..Selection::default() };
    let report = tried(None, &selection).await.unwrap();
    assert_eq!(report.ids(State::Fail), [""; 0]);
    assert_eq!(report.ids(State::Advice), [""; 0]);
    assert_eq!(report.ids(State::Skipped), ["L-4"]);
}

#[test]
#[ignore = "takes five minutes: cargo xtask test"]
fn the_kit_finds_what_the_matrix_says() {
    let mut table = String::new();
    for (flaw, Row { failed, advised }) in matrix() {
        let advised = advised.iter().map(|id| format!("({id})"));
        let ids: Vec<_> = failed.into_iter().map(str::to_owned).chain(advised).collect();
        writeln!(table, "{flaw:?}: {}", ids.join(" ")).unwrap();
    }
    if env::var_os("UPDATE_MATRIX").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken/matrix.txt");
        fs::write(file, table).unwrap();
        return;
    }
    let change = "If this is right, run the test again with UPDATE_MATRIX=1.";
    for (found, expected) in table.lines().zip(MATRIX.lines()) {
        assert_eq!(found, expected, "{change}");
    }
    assert_eq!(table, MATRIX, "{change}");
}

/// The flaws and the ids of the checks that find them, advice in parentheses.
fn found() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    MATRIX.lines().map(|line| {
        let (flaw, ids) = line.split_once(": ").unwrap();
        (flaw, ids.split(' ').collect())
    })
}

#[test]
fn each_flaw_is_found_by_the_check_that_is_meant_for_it() {
    assert_eq!(found().count(), Flaw::ALL.len());
    for (flaw, (name, found)) in Flaw::ALL.iter().zip(found()) {
        let check = find(flaw.check()).unwrap();
        let id = match check.level {
            Level::Required => check.id.to_owned(),
            Level::Advised => format!("({})", check.id),
        };
        assert_eq!(name, format!("{flaw:?}"));
        assert!(found.contains(&&*id), "{name}: {found:?}");
    }
}

#[test]
fn each_required_check_fails_alone_for_some_flaw() {
    let checks = groups().iter().flat_map(|group| group.checks);
    for check in checks.filter(|check| check.level == Level::Required) {
        let fails_alone =
            |ids: &[&str]| ids.iter().filter(|id| !id.starts_with('(')).eq([&check.id]);
        let is_needed = found().any(|(_, ids)| fails_alone(&ids));
        let excepted = NEVER_ALONE.iter().any(|(id, _)| *id == check.id);
        assert_ne!(is_needed, excepted, "{}", check.id);
    }
}
