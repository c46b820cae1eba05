package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.metric.FeatureMap;
import org.scorefield.settings.Settings;

/// A classifier and what is known of it: the features in which metrics compare pictures, and what
/// these must be called. Pictures that it was trained on it has seen more clearly than others can
/// be: measure against pictures that it was not.
public record ClassifierModel(Classifier classifier, ClassifierCard card) implements FeatureMap {
  private static final String KIND = "classifier";
  private static final String CARD = "card";

  @Override
  public String name() {
    return "%d features of a classifier trained on %s (%s)"
        .formatted(classifier.network().features(), card.data(), worth());
  }

  private String worth() {
    return card.accuracy()
        .map(a ->
            String.format(
                Locale.ROOT,
                "accuracy %.3f ± %.3f on %d held-out pictures",
                a.value(),
                a.standardError(),
                a.n()))
        .orElse("accuracy not measured");
  }

  @Override
  public String sha256() {
    Vector numbers = classifier.numbers();
    Batch row = Batch.adopt(Shape.vector(numbers.size()), numbers.toArray());
    return ContentHash.of(Dataset.of(KIND, "", row)).hex();
  }

  @Override
  public Shape shape() {
    return classifier.network().shape();
  }

  @Override
  public Batch features(Batch pictures) {
    return classifier.features(pictures);
  }

  /// Writes it to one safetensors file, whole or not at all.
  public void write(Path file) {
    classifier.tensors(Map.of("kind", KIND, CARD, Settings.json(card))).write(file);
  }

  /// Reads what {@link #write} wrote. Runs nothing that is in the file.
  ///
  /// @throws DataException if it is no such file, or damaged
  public static ClassifierModel read(Path file) {
    SafeTensors tensors = SafeTensors.read(file).requireFinite(file);
    String where = file.toString();
    if (!KIND.equals(tensors.metadata().get("kind"))) {
      throw new DataException(
          where, "it holds no classifier", "make one with `scorefield fit classifier`");
    }
    ClassifierCard card =
        Settings.parse(where, Classifier.text(tensors, CARD, where), ClassifierCard.class);
    return new ClassifierModel(Classifier.of(tensors, where), card);
  }
}
