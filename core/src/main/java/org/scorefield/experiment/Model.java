package org.scorefield.experiment;

import org.scorefield.analytic.Distribution;

/// A model and its card.
public record Model(Distribution law, ModelCard card) {}
