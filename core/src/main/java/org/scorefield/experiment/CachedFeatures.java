package org.scorefield.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.ContentHash;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.metric.FeatureMap;

/// Features that are computed once: those of every batch it has been asked for stay in a folder, a
/// file each, named by the hashes of the features and of the samples. So another network, other
/// settings or another sample give another file, and nothing there can be out of date. Who reads a
/// dataset in the same blocks finds it again.
///
/// Any number of programs may use a folder at once: a file is there whole or not at all. One that
/// is damaged is computed again. Files are never deleted here; they may be, at any time.
///
/// @param map the features
/// @param folder where they are kept; made if it is not there
public record CachedFeatures(FeatureMap map, Path folder) implements FeatureMap {
  private static final String FEATURES = "features";
  private static final String MAP = "features_sha256";
  private static final String DATA = "data_sha256";

  public CachedFeatures {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw DataException.unwritable(folder, e);
    }
  }

  @Override
  public String name() {
    return map.name();
  }

  @Override
  public String sha256() {
    return map.sha256();
  }

  @Override
  public Shape shape() {
    return map.shape();
  }

  @Override
  public String notice() {
    return map.notice();
  }

  @Override
  public Batch features(Batch samples) {
    String data = ContentHash.of(Dataset.of("samples", "", samples)).hex();
    Path file =
        folder.resolve(
            "%s-%s.safetensors".formatted(sha256().substring(0, 16), data.substring(0, 32)));
    return kept(file, data, samples.count()).orElseGet(() -> computed(file, data, samples));
  }

  private Optional<Batch> kept(Path file, String data, int count) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      SafeTensors content = SafeTensors.read(file);
      Tensor rows = content.tensor(FEATURES);
      boolean same =
          sha256().equals(content.metadata().get(MAP))
              && data.equals(content.metadata().get(DATA))
              && rows.shape().size() == 2
              && rows.shape().getFirst() == count;
      return same
          ? Optional.of(Batch.adopt(Shape.vector(rows.shape().getLast()), rows.shared()))
          : Optional.empty();
    } catch (DataException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Batch computed(Path file, String data, Batch samples) {
    Batch found = map.features(samples);
    Tensor rows = Tensor.adopt(java.util.List.of(found.count(), found.dimension()), found.shared());
    new SafeTensors(Map.of(FEATURES, rows), Map.of(MAP, sha256(), DATA, data)).write(file);
    return found;
  }
}
