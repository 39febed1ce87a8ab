//! Makes a wasm small, above all once it is compressed.
//!
//! `wasm-opt` does most of it. Then names that the wasm and wasm-bindgen's glue share get short, because
//! each contains 16 random hexadecimal digits, which don't compress. And functions that look alike are put
//! side by side, where a compressor finds them.

use super::hash;
use crate::command;
use anyhow::{Context, Result, ensure};
use std::{cmp::Reverse, collections::BTreeSet, fs, path::Path};

/// The features that browsers support. With `--all-features` Binaryen 132 writes compact imports, which
/// Chromium 156 refuses to compile.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The first 1,024 bytes of memory are the far end of Rust's stack, and no value is addressed by an
/// offset from there, so `--low-memory-unused` holds. Two rounds of `--flatten --rereloop` save 1.5 %.
const SMALL: [&str; 10] = [
    "-Oz",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
];

/// Replaces a wasm and its glue by smaller ones.
pub(crate) fn optimise(wasm: &Path, glue: &Path) -> Result<()> {
    let text = wasm.with_extension("wat");
    wasm_opt(&["-S"], wasm, &text)?;
    // Before the passes, which then remove what only the marker needs.
    fs::write(&text, without_marker(&fs::read_to_string(&text)?))?;
    shrink(&["-S"], &text, &text)?;
    let mut module = fs::read_to_string(&text)?;
    let mut script = fs::read_to_string(glue)?;

    let mut names = hashed_names(&module);
    ensure!(!names.is_empty(), "{} imports nothing by a hashed name", wasm.display());
    // Short names are the same in every build but mean something else, so the name of the imported module
    // identifies the build: a wasm accepts the imports of its own glue only.
    names.extend(
        imported_modules(&module).into_iter().map(|name| (name, hash::short(module.as_bytes()))),
    );
    for (name, short) in &names {
        module = module.replace(&format!("\"{name}\""), &format!("\"{short}\""));
        script = script.replace(name, short);
    }
    fs::write(&text, sort_functions(&module))?;
    fs::write(glue, script)?;
    wasm_opt(&[], &text, wasm)?;
    fs::remove_file(&text).context("the text of the wasm")
}

/// Runs the passes that make a wasm small.
pub(crate) fn shrink(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    wasm_opt(&[&SMALL[..], options].concat(), from, to)
}

fn wasm_opt(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut wasm_opt = command::npm_script("wasm-opt");
    wasm_opt.arg("--quiet").args(options).args(FEATURES).arg(from).arg("-o").arg(to);
    command::run(&mut wasm_opt)
}

/// Removes an export that Leptos makes for tools which split a wasm. Its name contains a hash of the path
/// of Leptos' sources, which differs between machines.
fn without_marker(module: &str) -> String {
    let marker = |line: &&str| line.trim_start().starts_with("(export \"_WASM_SPLIT_MARKER_");
    module.lines().filter(|line| !marker(line)).flat_map(|line| [line, "\n"]).collect()
}

/// The names in imports and exports that have a hash in them, each with its short form.
fn hashed_names(module: &str) -> Vec<(String, String)> {
    let lines = module.lines().map(str::trim_start);
    let quoted = lines
        .filter(|line| line.starts_with("(import ") || line.starts_with("(export "))
        .flat_map(|line| line.split('"').skip(1).step_by(2));
    let mut hashed: Vec<_> = quoted.filter(|name| has_hash(name)).collect();
    // One may begin with all of another, so the longer ones go first.
    hashed.sort_by_key(|name| (Reverse(name.len()), *name));
    hashed.iter().enumerate().map(|(n, &name)| (name.into(), format!("_{n}"))).collect()
}

/// The names of the modules that are imported from.
fn imported_modules(module: &str) -> BTreeSet<String> {
    let imports = module.lines().filter_map(|line| line.trim_start().strip_prefix("(import \""));
    imports.filter_map(|import| Some(import.split_once('"')?.0.to_owned())).collect()
}

/// Sorts the functions of a module by their signatures, and then by their instructions. The text
/// calls them by name, so their order does not matter.
fn sort_functions(module: &str) -> String {
    let mut before = Vec::new();
    let mut functions: Vec<Vec<&str>> = Vec::new();
    let mut after = Vec::new();
    let mut inside = false;
    for line in module.lines() {
        if line.starts_with(" (func ") {
            inside = true;
            functions.push(Vec::new());
        }
        match (inside, functions.last_mut()) {
            (true, Some(function)) => function.push(line),
            (false, None) => before.push(line),
            _ => after.push(line),
        }
        inside = inside && line != " )";
    }
    functions
        .sort_by_cached_key(|lines| lines.iter().flat_map(|line| shape(line)).collect::<Vec<_>>());
    let functions = functions.into_iter().flatten();
    before.into_iter().chain(functions).chain(after).flat_map(|line| [line, "\n"]).collect()
}

/// The words of a line without names and numbers.
fn shape(line: &str) -> Vec<String> {
    let words = line.split(|letter: char| " ()".contains(letter)).filter(|word| !word.is_empty());
    words.filter(|word| word.starts_with(char::is_alphabetic)).map(str::to_owned).collect()
}

/// Whether the name has 16 hexadecimal digits in a row.
fn has_hash(name: &str) -> bool {
    name.split(|letter: char| !letter.is_ascii_hexdigit()).any(|digits| digits.len() == 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_functions_become_neighbours_and_none_is_lost() {
        let function =
            |name: &str, body: &str| format!(" (func ${name} (param i32)\n  {body}\n )\n");
        let (add, call) = ("(i32.add (i32.const 1))", "(call $a)");
        let head = "(module\n (import \"a\" \"_0\" (func $i))\n (memory $0 17)\n";
        let (a, b, c) = (function("a", add), function("b", call), function("c", add));
        let tail = " ;; the end\n)\n";
        let module = [head, &a, &b, &c, tail].concat();
        assert_eq!(sort_functions(&module), [head, &b, &a, &c, tail].concat());
    }

    #[test]
    fn only_the_marker_is_left_out() {
        let (before, after) = ("(module\n (export \"a\" (func $0))\n", " (memory $0 17)\n)\n");
        let marker =
            " (export \"_WASM_SPLIT_MARKER_0123456789abcdefversion\" (global $global$3))\n";
        let module = [before, marker, after].concat();
        assert_eq!(without_marker(&module), [before, after].concat());
    }

    #[test]
    fn every_imported_module_is_found() {
        let module = "(module\n (import \"./a_bg.js\" \"_0\" (func $i))\n (import \"./a_bg.js\" ";
        assert_eq!(imported_modules(module), BTreeSet::from(["./a_bg.js".to_owned()]));
    }

    #[test]
    fn only_hashed_import_and_export_names_are_shortened() {
        let module = r#"
            (module
             (import "./a_bg.js" "__wbg_then_c949d5a25a4e78f8" (func $fimport$0 (param i32)))
             (import "./a_bg.js" "__wbindgen_init_externref_table" (func $fimport$1))
             (data $0 (i32.const 0) "__wbg_data_c949d5a25a4e78f8")
             (export "memory" (memory $0))
             (export "wasm_bindgen_0123456789abcdef___invoke" (func $1))
             (export "wasm_bindgen_0123456789abcdef___invoke_12" (func $2))"#;
        let names = hashed_names(module);
        let names: Vec<_> = names.iter().map(|(name, short)| (&**name, &**short)).collect();
        assert_eq!(
            names,
            [
                ("wasm_bindgen_0123456789abcdef___invoke_12", "_0"),
                ("wasm_bindgen_0123456789abcdef___invoke", "_1"),
                ("__wbg_then_c949d5a25a4e78f8", "_2"),
            ]
        );
    }
}
