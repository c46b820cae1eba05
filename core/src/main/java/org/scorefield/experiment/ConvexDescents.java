package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.diffusion.DiffusionWatch;
import org.scorefield.convex.diffusion.LevelFit;

/// Looks on while the levels of a diffusion are trained: reports progress and keeps how each gap
/// fell over time. Levels report from several threads, each program from one.
final class ConvexDescents implements DiffusionWatch {
  private final Progress progress;
  private final Map<Program, List<Moment>> moments = new ConcurrentHashMap<>();
  private final AtomicInteger solved = new AtomicInteger();

  private record Program(double sigma, double beta) {}

  private record Moment(long nanos, double gap) {}

  ConvexDescents(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void certified(double sigma, double beta, int iteration, Certificate soFar) {
    moments
        .computeIfAbsent(new Program(sigma, beta), _ -> new ArrayList<>())
        .add(new Moment(System.nanoTime(), soFar.relativeGap()));
  }

  @Override
  public void scored(double sigma, LevelFit.Point point) {
    solved.incrementAndGet();
    progress.advance(1);
    progress.note(
        String.format(
            Locale.ROOT,
            "sigma %.3g, beta %.2g: gap %.1e, %d gates, loss %.4g",
            sigma,
            point.beta(),
            point.certificate().relativeGap(),
            point.activeGates(),
            point.loss()));
  }

  @Override
  public boolean cancelled() {
    return progress.cancelled();
  }

  /// Programs solved so far.
  int solved() {
    return solved.get();
  }

  /// How the gaps fell, by falling level and beta.
  List<ConvexResult.Descent> all() {
    return moments.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<Program, List<Moment>> e) -> -e.getKey().sigma())
                .thenComparingDouble(e -> -e.getKey().beta()))
        .map(e -> descent(e.getKey(), e.getValue()))
        .toList();
  }

  private static ConvexResult.Descent descent(Program program, List<Moment> moments) {
    long first = moments.getFirst().nanos();
    return new ConvexResult.Descent(
        program.sigma(),
        program.beta(),
        Vector.generate(moments.size(), i -> (moments.get(i).nanos() - first) / 1e9),
        Vector.generate(moments.size(), i -> moments.get(i).gap()));
  }
}
