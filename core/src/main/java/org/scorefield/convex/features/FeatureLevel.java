package org.scorefield.convex.features;

/// What fitting the features of one noise level gave. Losses are means over rows and components of
/// `|F(input) - target|^2`, whose target has about unit variance; what cannot be known stays.
///
/// @param sigma noise level
/// @param fit the regression
/// @param linearLoss held-out loss of least squares without features, with its standard error
/// @param linearError of it
public record FeatureLevel(
    double sigma, RandomFeatureFit fit, double linearLoss, double linearError) {}
