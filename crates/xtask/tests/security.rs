//! `SECURITY.md` names tests; each of them exists.

use std::{fs, path::Path};

#[test]
fn every_test_that_it_names_is_in_the_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut sources = String::new();
    for directory in ["src", "tests", "crates"] {
        read_all(&root.join(directory), &mut sources);
    }
    let text = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    // Tests are sentences; the shorter names are words of the contract.
    let code = text.split('`').skip(1).step_by(2);
    let tests: Vec<_> = code.filter(|word| word.matches('_').count() > 2).collect();
    assert!(tests.len() > 80, "only {} tests are named", tests.len());
    for test in tests {
        assert!(sources.contains(&format!("fn {test}(")), "there is no test {test}");
    }
}

fn read_all(directory: &Path, into: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
