//! Symmetric systems of a few equations by Cholesky's factors.

use serde::{Deserialize, Serialize};

/// A pivot below this share of its diagonal element means that a column depends on those before it.
const DEPENDENT: f64 = 1e-10;

/// The lower factor of a symmetric positive definite matrix.
///
/// ```text
/// A = L Lᵀ        (Golub & Van Loan 2013, algorithm 4.2.1)
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors a matrix, given row by row. Reads the lower triangle only. Returns `None` if the matrix is not positive
    /// definite (to a share of 10⁻¹⁰ of its diagonal), holds a NaN or an infinity, or is not `size` by `size`.
    pub(crate) fn new(matrix: &[f64], size: usize) -> Option<Self> {
        if size.checked_mul(size) != Some(matrix.len()) {
            return None;
        }
        let mut lower = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..=i {
                let known = dot(&lower[i * size..][..j], &lower[j * size..][..j]);
                let rest = matrix[i * size + j] - known;
                if i != j {
                    lower[i * size + j] = rest / lower[j * size + j];
                } else if rest > DEPENDENT * matrix[i * size + i] && rest.is_finite() {
                    lower[i * size + i] = rest.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Self { size, lower })
    }

    /// Solves A x = b in place.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        self.solve_lower(b);
        let (size, lower) = (self.size, &self.lower);
        for i in (0..size).rev() {
            let known: f64 = (i + 1..size).map(|j| lower[j * size + i] * b[j]).sum();
            b[i] = (b[i] - known) / lower[i * size + i];
        }
    }

    /// Solves L x = b in place.
    pub(crate) fn solve_lower(&self, b: &mut [f64]) {
        let (size, lower) = (self.size, &self.lower);
        for i in 0..size {
            b[i] = (b[i] - dot(&lower[i * size..][..i], &b[..i])) / lower[i * size + i];
        }
    }

    /// Replaces x by L x: independent standard normals get the covariance A.
    pub(crate) fn multiply(&self, x: &mut [f64]) {
        for i in (0..self.size).rev() {
            x[i] = dot(&self.lower[i * self.size..][..=i], &x[..=i]);
        }
    }

    /// The number of equations.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The square root of the determinant of A.
    pub(crate) fn root_of_determinant(&self) -> f64 {
        (0..self.size).map(|k| self.lower[k * self.size + k]).product()
    }

    /// The inverse of A, row by row.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let mut inverse = vec![0.0; self.size * self.size];
        for (i, row) in inverse.chunks_exact_mut(self.size.max(1)).enumerate() {
            row[i] = 1.0;
            self.solve(row);
        }
        inverse
    }
}

/// The sum of products; the longer side is cut.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_by_hand_is_solved() {
        // L = [2 0; 1 3]
        let factored = Cholesky::new(&[4.0, 2.0, 2.0, 10.0], 2).expect("positive definite");
        assert_eq!(factored.lower, [2.0, 0.0, 1.0, 3.0]);
        let mut x = [8.0, 22.0];
        factored.solve(&mut x);
        assert_eq!(x, [1.0, 2.0]);
        factored.multiply(&mut x);
        assert_eq!((x, factored.root_of_determinant()), ([2.0, 7.0], 6.0));
        factored.solve_lower(&mut x);
        assert_eq!(x, [1.0, 2.0]);
        let inverse = factored.inverse();
        let by_hand = [10.0 / 36.0, -2.0 / 36.0, -2.0 / 36.0, 4.0 / 36.0];
        assert!(inverse.iter().zip(by_hand).all(|(a, b)| (a - b).abs() < 1e-15), "{inverse:?}");
    }

    #[test]
    fn dependent_columns_and_missing_values_have_no_factor() {
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 4.0], 2).is_none());
        assert!(Cholesky::new(&[0.0], 1).is_none());
        assert!(Cholesky::new(&[f64::NAN], 1).is_none());
        assert!(Cholesky::new(&[f64::INFINITY], 1).is_none());
        assert!(Cholesky::new(&[1.0, f64::NAN, f64::NAN, 1.0], 2).is_none());
        assert!(Cholesky::new(&[1.0], 2).is_none());
    }
}
