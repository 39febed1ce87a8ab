//! Medians and quartiles of several runs.

/// The figures of several runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn add(&mut self, figure: f64) {
        let at = self.0.partition_point(|&other| other < figure);
        self.0.insert(at, figure);
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// Half of the runs are between these two.
    pub(crate) fn quartiles(&self) -> (f64, f64) {
        (self.quantile(0.25), self.quantile(0.75))
    }

    pub(crate) fn most(&self) -> f64 {
        self.quantile(1.0)
    }

    /// Interpolated between two runs.
    fn quantile(&self, part: f64) -> f64 {
        let Some(last) = self.0.len().checked_sub(1) else { return f64::NAN };
        #[expect(clippy::cast_precision_loss, reason = "there are some dozens of runs")]
        let at = part * last as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and the last"
        )]
        let (below, above) = (at.floor() as usize, at.ceil() as usize);
        self.0[below] + (self.0[above] - self.0[below]) * at.fract()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_runs_in_proportion() {
        let mut figures = Figures::default();
        assert!(figures.median().is_nan());
        for figure in [4.0, 1.0, 3.0, 2.0] {
            figures.add(figure);
        }
        assert_eq!(
            (figures.median(), figures.quartiles(), figures.most()),
            (2.5, (1.75, 3.25), 4.0)
        );
        figures.add(100.0);
        assert_eq!((figures.median(), figures.quartiles()), (3.0, (2.0, 4.0)));
    }
}
