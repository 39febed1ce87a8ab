/// Replaces each name in braces by its value, and a name without a value by nothing.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = split_at(rest, b'{') {
        let Some((name, after)) = split_at(after, b'}') else { break };
        filled.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Splits at a byte. `split_once` would add more to the wasm than all of [`fill`].
fn split_at(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_in_and_nothing_else_is_lost() {
        let values = [("a", "1"), ("b", "{a}")];
        for (template, filled) in [
            ("", ""),
            ("x", "x"),
            ("{a}", "1"),
            ("x{a}y{b}z", "x1y{a}z"),
            ("{c}x", "x"),
            ("x{a", "x{a"),
            ("x}a{b}", "x}a{a}"),
        ] {
            assert_eq!(fill(template, &values), filled, "{template}");
        }
    }
}
