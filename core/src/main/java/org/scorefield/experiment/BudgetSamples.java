package org.scorefield.experiment;

import java.util.List;
import org.scorefield.budget.Advice;

/// Samples of a few schemes, to see whether what comes out is ordered as predicted.
record BudgetSamples(BudgetExperiment experiment, BudgetPlan plan, Progress progress) {
  List<BudgetResult.Realised> draw(Advice advice) {
    return List.of();
  }
}
