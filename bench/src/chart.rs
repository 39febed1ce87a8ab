//! The README's chart: what each widget loads, and when it takes clicks and is live.

use crate::{
    contestant::OURS,
    widget::{Widget, Widgets},
};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const NAMES: f64 = 150.0;
const BARS: f64 = 470.0;
const ROW: f64 = 26.0;
const TITLE: f64 = 34.0;

/// An SVG that is readable on a light page and on a dark one.
pub(crate) fn draw(widgets: &Widgets) -> String {
    let widgets = &widgets.widgets;
    #[expect(clippy::cast_precision_loss, reason = "some thousands of bytes")]
    let bytes = |widget: &Widget| (widget.weight.brotli as f64, widget.weight.brotli as f64);
    let times =
        |widget: &Widget| (widget.slow_phone.visible.median(), widget.slow_phone.live.median());
    let mut panels = String::new();
    let below = panel(&mut panels, 0.0, "Bytes loaded (brotli)", widgets, bytes);
    let title = "Slow phone: milliseconds until it takes clicks (dark) and is live (light)";
    let height = panel(&mut panels, below + 12.0, title, widgets, times);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" \
         aria-label=\"Bytes and times of each widget; the same figures are in the tables\">\n\
         <style>text {{ fill: #1f2328 }} .bar {{ fill: #8c959f }} .ours {{ fill: #0a6b4f }} \
         .then {{ opacity: 0.4 }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .bar {{ fill: #768390 }} \
         .ours {{ fill: #3fb68b }} }}</style>\n{panels}</svg>\n"
    )
}

/// Draws a bar for each widget, up to the first figure and then up to the second; returns where
/// it ends.
fn panel(
    svg: &mut String,
    top: f64,
    title: &str,
    widgets: &[Widget],
    figures: impl Fn(&Widget) -> (f64, f64),
) -> f64 {
    let most = widgets.iter().map(|widget| figures(widget).1).fold(0.0, f64::max);
    let _ = writeln!(svg, "<text x=\"0\" y=\"{}\" font-weight=\"600\">{title}</text>", top + 18.0);
    let mut y = top + TITLE;
    for widget in widgets {
        let (first, then) = figures(widget);
        let ours = widget.name == OURS;
        let (class, weight) = if ours { ("ours", "600") } else { ("bar", "400") };
        let (middle, length) = (y + 14.0, |figure: f64| figure / most * BARS);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\" font-weight=\"{weight}\">{}</text>\n\
             <rect class=\"{class} then\" x=\"{NAMES}\" y=\"{y}\" width=\"{:.1}\" height=\"18\" rx=\"2\"/>\n\
             <rect class=\"{class}\" x=\"{NAMES}\" y=\"{y}\" width=\"{:.1}\" height=\"18\" rx=\"2\"/>\n\
             <text x=\"{:.1}\" y=\"{middle}\">{}</text>",
            NAMES - 8.0,
            widget.name,
            length(then),
            length(first),
            NAMES + length(then) + 6.0,
            if (then - first).abs() < 0.5 {
                format!("{first:.0}")
            } else {
                format!("{first:.0} / {then:.0}")
            },
        );
        y += ROW;
    }
    y
}
