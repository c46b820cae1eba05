package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.StageWatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;

/// A {@link FidelitySearch} and what it found, held against the standard samplers on fresh noise.
///
/// @param task what is wanted
/// @param effort what may be asked of the model
record FidelityVerdict(Task task, Effort effort) {
  /// Standard samplers that take part as the shadow thinks best of them.
  private static final int RIVALS = 3;

  long cost() {
    long teaching = (long) effort.teachers() * effort.fine();
    long judging =
        (long) effort.judged()
            * (effort.fine() + (1 + Standards.permanent() + RIVALS) * task.evaluations());
    return teaching + search().cost() + judging;
  }

  private FidelitySearch search() {
    return new FidelitySearch(task, effort);
  }

  Outcome<Acceleration> run(Denoiser asked, NoiseKey key, StageWatch watch) {
    Counting model = new Counting(asked);
    Levels levels = Levels.of(asked);
    List<Acceleration.Stage> stages = new ArrayList<>();
    watch.begin("the model's own trajectories", 1);
    return teacher(model, levels, new Noise(key.child("teacher"), 0, effort.teachers()))
        .then(teacher -> {
          stages.add(
              stage(
                  "trajectories to learn from",
                  effort.teachers(),
                  model,
                  stages,
                  "%d levels".formatted(teacher.result().levels().steps())));
          FidelitySearch.Found found = search().run(model, teacher.result(), watch);
          if (watch.cancelled()) {
            return new Outcome.Cancelled<>(0);
          }
          FidelitySearch.Trial best = found.best();
          stages.add(
              stage(
                  "learning on the model",
                  found.trials().size(),
                  model,
                  stages,
                  String.format(
                      Locale.ROOT,
                      "error %.3g where the shadow promised %.3g, on %s",
                      best.error(),
                      best.promised(),
                      best.solver().grid())));
          Noise fresh = new Noise(key.child("verdict"), 0, effort.judged());
          return teacher(model, levels, fresh)
              .then(exact ->
                  Verdict.byFidelity(
                      model,
                      entries(search().sampler(best), found.shadow(), levels),
                      exact.result(),
                      fresh,
                      watch))
              .then(verdict -> {
                int entered = verdict.result().contenders().size();
                stages.add(
                    stage(
                        "verdict on fresh noise",
                        entered,
                        model,
                        stages,
                        verdict.result().finding("error")));
                return new Outcome.Completed<>(
                    verdict.result().acceleration(task, stages, cost(), model.evaluations()), 0);
              });
        });
  }

  private Outcome<Teacher> teacher(Denoiser model, Levels levels, Noise noise) {
    return Teacher.of(model, levels.fine(effort.fine(), task.sigmaMax(), task.sigmaMin()), noise);
  }

  private List<Verdict.Entry> entries(Sampler wanted, Shadow shadow, Levels levels) {
    Standards standards = Standards.of(task, levels);
    List<Standards.Standard> rivals =
        standards.all().stream()
            .filter(standard -> !standards.always().contains(standard))
            .sorted(Comparator.comparingDouble(standard -> miss(standard.sampler(), shadow)))
            .limit(RIVALS)
            .toList();
    return Stream.concat(
            Stream.of(new Verdict.Entry("learned on the model", false, wanted)),
            Stream.concat(standards.always().stream(), rivals.stream())
                .map(standard -> new Verdict.Entry(standard.name(), true, standard.sampler())))
        .toList();
  }

  private static double miss(Sampler sampler, Shadow shadow) {
    return shadow.miss(sampler.solver(), FidelitySearch.nearest(shadow.teacher(), sampler.grid()));
  }

  private static Acceleration.Stage stage(
      String name, int candidates, Counting model, List<Acceleration.Stage> before, String found) {
    long earlier = before.stream().mapToLong(Acceleration.Stage::evaluations).sum();
    return new Acceleration.Stage(name, candidates, model.evaluations() - earlier, found);
  }
}
