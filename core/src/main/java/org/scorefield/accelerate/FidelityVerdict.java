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
import org.scorefield.schedule.LogUniformGrid;

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
    List<Acceleration.Stage> stages = new ArrayList<>();
    watch.begin("the model's own trajectories", 1);
    return teacher(model, new Noise(key.child("teacher"), 0, effort.teachers()))
        .then(teacher -> {
          stages.add(
              stage(
                  "trajectories to learn from",
                  effort.teachers(),
                  model,
                  stages,
                  "%d levels".formatted(teacher.result().levels().steps())));
          return search().run(model, teacher.result(), watch);
        })
        .then(found -> {
          if (watch.cancelled()) {
            return new Outcome.Cancelled<>(0);
          }
          stages.add(learning(found.result(), model, stages));
          return judged(model, found.result(), key, watch);
        })
        .then(verdict -> {
          stages.add(
              stage(
                  "verdict on fresh noise",
                  verdict.result().contenders().size(),
                  model,
                  stages,
                  verdict.result().finding("error")));
          return new Outcome.Completed<>(
              verdict.result().acceleration(task, stages, cost(), model.evaluations()), 0);
        });
  }

  private static Acceleration.Stage learning(
      FidelitySearch.Found found, Counting model, List<Acceleration.Stage> before) {
    FidelitySearch.Trial best = found.best();
    return stage(
        "learning on the model",
        found.trials().size(),
        model,
        before,
        String.format(
            Locale.ROOT,
            "error %.3g where the shadow promised %.3g, on %s",
            best.error(),
            best.promised(),
            best.solver().grid()));
  }

  private Outcome<Verdict> judged(
      Denoiser model, FidelitySearch.Found found, NoiseKey key, StageWatch watch) {
    Noise fresh = new Noise(key.child("verdict"), 0, effort.judged());
    return teacher(model, fresh)
        .then(exact ->
            Verdict.byFidelity(
                model,
                entries(search().sampler(found.best()), found.shadow()),
                exact.result(),
                fresh,
                watch));
  }

  private Outcome<Teacher> teacher(Denoiser model, Noise noise) {
    return Teacher.of(model, task.range().upTo(new LogUniformGrid(), effort.fine()), noise);
  }

  private List<Verdict.Entry> entries(Sampler wanted, Shadow shadow) {
    Standards standards = Standards.of(task);
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
