use super::*;

/// Rows of `logistic_rows.csv`: design with an intercept, outcomes, weights, clusters.
fn table() -> (Vec<f64>, Vec<bool>, Vec<f64>, Vec<u32>) {
    let (mut design, mut outcomes, mut weights, mut clusters) = (vec![], vec![], vec![], vec![]);
    for line in include_str!("../../../tests/fixtures/logistic_rows.csv").lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
        design.extend([1.0, cells[0], cells[1], cells[2]]);
        weights.push(cells[3]);
        clusters.push(cells[4] as u32);
        outcomes.push(cells[5] == 1.0);
    }
    (design, outcomes, weights, clusters)
}

/// Compares with the values of a case of `logistic.csv`, by their relative difference.
fn agrees(found: &[f64], case: &str) {
    let lines = include_str!("../../../tests/fixtures/logistic.csv").lines();
    let expected: Vec<f64> =
        lines.filter_map(|line| line.strip_prefix(case)?.strip_prefix(',')?.split_once(',')?.1.parse().ok()).collect();
    assert_eq!(found.len(), expected.len(), "{case}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 1e-7, "{case}: {found} {expected}");
    }
}

#[test]
fn coefficients_and_covariance_are_those_of_other_libraries() {
    let (design, outcomes, weights, clusters) = table();
    let rows = Rows { design: &design, columns: 4, outcomes: &outcomes, weights: None };
    let plain = fit(&rows, 0.0).expect("independent columns");
    assert!(plain.converged && plain.iterations < 10);
    agrees(&plain.coefficients, "plain");
    agrees(&[plain.log_likelihood], "log_likelihood");
    agrees(&covariance(&rows, &plain, &clusters).expect("twelve clusters"), "covariance");
    agrees(&fit(&rows, 3.0).expect("independent columns").coefficients, "ridge");
    let weighted = Rows { weights: Some(&weights), ..rows };
    agrees(&fit(&weighted, 0.0).expect("independent columns").coefficients, "weighted");
}

#[test]
fn one_covariate_of_two_values_gives_the_odds_ratio() {
    // Where x = 0 one of four, where x = 1 three of four: log odds −ln 3 and +ln 3.
    let design = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0].map(|x| [1.0, x]).concat();
    let outcomes = [true, false, false, false, true, true, true, false];
    let rows = Rows { design: &design, columns: 2, outcomes: &outcomes, weights: None };
    let found = fit(&rows, 0.0).expect("independent columns");
    assert!((found.coefficients[0] + 3f64.ln()).abs() < 1e-12);
    assert!((found.coefficients[1] - 2.0 * 3f64.ln()).abs() < 1e-12);
    let p = probabilities(&design, &found.coefficients);
    assert!((p[0] - 0.25).abs() < 1e-12 && (p[7] - 0.75).abs() < 1e-12);
    // Rows of weight 0 do not count, not even as a cluster.
    let mut more = design.clone();
    more.extend([1.0, 9.0]);
    let more_rows = Rows {
        design: &more,
        outcomes: &[&outcomes[..], &[false]].concat(),
        weights: Some(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]),
        ..rows
    };
    let same = fit(&more_rows, 0.0).expect("independent columns");
    assert!((same.coefficients[1] - found.coefficients[1]).abs() < 1e-12);
    let clusters = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    let (a, b) = (covariance(&rows, &found, &clusters[..8]), covariance(&more_rows, &same, &clusters));
    assert!(a.expect("clusters").iter().zip(b.expect("clusters")).all(|(a, b)| (a - b).abs() < 1e-12));
}

#[test]
fn separated_outcomes_do_not_converge_unless_penalised() {
    let design = [-2.0, -1.0, 1.0, 2.0].map(|x| [1.0, x]).concat();
    let rows = Rows { design: &design, columns: 2, outcomes: &[false, false, true, true], weights: None };
    assert!(!fit(&rows, 0.0).expect("independent columns").converged);
    assert!(fit(&rows, 1.0).expect("independent columns").converged);
    assert!(!fit(&Rows { outcomes: &[true; 4], ..rows }, 0.0).expect("independent columns").converged);
}

#[test]
fn dependent_columns_and_missing_values_have_no_fit() {
    let twice = [1.0, 2.0, 3.0, 5.0].map(|x| [1.0, x, 2.0 * x]).concat();
    let rows = Rows { design: &twice, columns: 3, outcomes: &[false, true, false, true], weights: None };
    assert!(fit(&rows, 0.0).is_none());
    assert!(fit(&rows, 0.1).is_some_and(|fit| fit.converged), "a penalty shares the effect between them");
    assert!(fit(&Rows { columns: 2, ..rows }, 0.0).is_none());
    assert!(fit(&Rows { design: &[], columns: 0, outcomes: &[], weights: None }, 0.0).is_none());
    assert!(fit(&Rows { design: &[1.0, f64::NAN], columns: 1, outcomes: &[true, false], ..rows }, 0.0).is_none());
    assert!(fit(&Rows { weights: Some(&[1.0, -1.0, 1.0, 1.0]), ..rows }, 0.1).is_none());
    assert!(fit(&rows, f64::NAN).is_none());
    let found = fit(&rows, 0.1).expect("a fit");
    assert!(covariance(&rows, &found, &[1, 1, 1, 1]).is_none(), "one cluster");
    assert!(covariance(&rows, &found, &[1, 2]).is_none());
}
