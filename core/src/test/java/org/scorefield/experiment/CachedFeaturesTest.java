package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.metric.FeatureMap;
import org.scorefield.random.Noise;

/// Features are computed once for each batch and each map, however many ask.
class CachedFeaturesTest {
  private static final Shape SHAPE = Shape.vector(3);

  @TempDir private Path folder = Path.of("");

  /// Twice the samples; counts how often it is asked.
  private record Doubled(String sha256, AtomicInteger asked) implements FeatureMap {
    @Override
    public String name() {
      return "twice";
    }

    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public Batch features(Batch samples) {
      asked.incrementAndGet();
      return samples.times(2);
    }
  }

  private static Doubled doubled(String digit) {
    return new Doubled(digit.repeat(64), new AtomicInteger());
  }

  private static final Batch X = Noise.of(1, 7).normal(SHAPE);

  @Test
  void asksOnceForABatch() {
    Doubled map = doubled("1");
    Path inner = folder.resolve("a/b");
    for (int i = 0; i < 3; i++) {
      assertThat(new CachedFeatures(map, inner).features(X)).isEqualTo(X.times(2));
    }
    assertThat(map.asked()).hasValue(1);
    Batch other = Noise.of(2, 7).normal(SHAPE);
    assertThat(new CachedFeatures(map, inner).features(other)).isEqualTo(other.times(2));
    assertThat(new CachedFeatures(map, inner).features(X.slice(0, 6)))
        .isEqualTo(X.slice(0, 6).times(2));
    assertThat(map.asked()).hasValue(3);
  }

  @Test
  void anotherMapIsAnother() {
    Doubled one = doubled("1");
    Doubled two = doubled("2");
    new CachedFeatures(one, folder).features(X);
    new CachedFeatures(two, folder).features(X);
    assertThat(one.asked()).hasValue(1);
    assertThat(two.asked()).hasValue(1);
  }

  @Test
  void whatIsDamagedOrOfAnotherOriginIsComputedAgain() throws IOException {
    Doubled map = doubled("1");
    CachedFeatures cache = new CachedFeatures(map, folder);
    cache.features(X);
    Path file = only();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 8));
    assertThat(cache.features(X)).isEqualTo(X.times(2));
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    assertThat(map.asked()).hasValue(2);
    // The right name with the content of another batch.
    Path other = Files.createDirectory(folder.resolve("other"));
    new CachedFeatures(map, other).features(Noise.of(2, 7).normal(SHAPE));
    try (Stream<Path> all = Files.list(other)) {
      Files.write(file, Files.readAllBytes(all.findFirst().orElseThrow()));
    }
    assertThat(cache.features(X)).isEqualTo(X.times(2));
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  private Path only() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @Test
  void manyMayWriteAtOnce() throws InterruptedException, ExecutionException, IOException {
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<Batch>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(callers.submit(() -> new CachedFeatures(doubled("1"), folder).features(X)));
      }
      for (Future<Batch> each : all) {
        assertThat(each.get()).isEqualTo(X.times(2));
      }
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }
}
