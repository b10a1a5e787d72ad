//! Tables read without the program's own reader, and statistics computed separately.

use std::path::Path;

/// A CSV file.
pub struct Csv {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    pub fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { header: &self.header, cells })
    }

    /// Distinct words of a column, as they first appear.
    pub fn words(&self, column: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for row in self.rows() {
            let word = row.word(column);
            if !words.iter().any(|there| there == word) {
                words.push(word.to_owned());
            }
        }
        words
    }

    /// Values of a column where other columns have given words; empty cells left out.
    pub fn values(&self, column: &str, wanted: &[(&str, &str)]) -> Vec<f64> {
        let fits = |row: &Row<'_>| wanted.iter().all(|(name, word)| row.word(name) == *word);
        self.rows().filter(fits).filter_map(|row| row.number(column)).collect()
    }
}

/// A row of it.
#[derive(Clone, Copy)]
pub struct Row<'t> {
    header: &'t [String],
    cells: &'t [String],
}

impl<'t> Row<'t> {
    pub fn word(&self, column: &str) -> &'t str {
        let at = self.header.iter().position(|there| there == column);
        &self.cells[at.unwrap_or_else(|| panic!("a column {column}"))]
    }

    pub fn number(&self, column: &str) -> Option<f64> {
        let word = self.word(column);
        (!word.is_empty()).then(|| word.parse().unwrap())
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation of a sample.
pub fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values);
    (values.iter().map(|value| (value - middle).powi(2)).sum::<f64>() / (values.len() - 1) as f64).sqrt()
}

/// Standard deviation of the values themselves, as the summary of a run has it.
pub fn spread(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    deviation(values) * ((count - 1.0) / count).sqrt()
}

/// Half the 95 % interval of a mean of five values: t(0.975; 4) = 2.776 445.
pub fn half_width_of_five(values: &[f64]) -> f64 {
    assert_eq!(values.len(), 5);
    2.776_445 * deviation(values) / 5f64.sqrt()
}

/// Quantile by the definition of R's type 7.
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let h = q * (sorted.len() - 1) as f64;
    let below = h as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] * (1.0 - (h - below as f64)) + sorted[above] * (h - below as f64)
}
