package org.scorefield.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.engine.experiment.ClassifierExperiment;
import org.scorefield.engine.experiment.ClassifierResult;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.train.ClassifierModel;
import org.scorefield.engine.train.ClassifierSettings;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield fit classifier`.
@Command(
    name = "classifier",
    mixinStandardHelpOptions = true,
    description =
        "A network that tells classes of pictures apart, for `evaluate --features`; it draws no samples.")
final class FitClassifierCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.1;
  private static final ClassifierSettings DEFAULTS = ClassifierSettings.DEFAULTS;

  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times that each picture is seen. Default 4.")
  private int epochs = DEFAULTS.epochs();

  @Option(names = "--batch", paramLabel = "B", description = "Pictures a step. Default 128.")
  private int batch = DEFAULTS.batchSize();

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Parts that a batch is computed in, each by one thread; bits depend on it. Default 4.")
  private int shards = DEFAULTS.shards();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Largest learning rate. Default 0.002.")
  private double learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--channels",
      paramLabel = "C",
      description = "Channels of the first stage. Default 32.")
  private Optional<Integer> channels = Optional.empty();

  @Option(
      names = "--stages",
      paramLabel = "S",
      description = "How often the pictures are halved. Default: down to sides of 4 to 7.")
  private Optional<Integer> stages = Optional.empty();

  @Option(names = "--features", paramLabel = "K", description = "Number of features. Default 64.")
  private Optional<Integer> features = Optional.empty();

  @Override
  public Integer call() {
    FitOptions.Rows rows = fit.rows(HELD_OUT, output.seed());
    Labelled train = labelled(rows.train());
    ClassifierExperiment experiment =
        new ClassifierExperiment(
            network(train),
            new ClassifierSettings(epochs, batch, shards, learningRate),
            train,
            rows.heldOut().map(FitClassifierCommand::labelled),
            output.seed());
    ClassifierResult result = new EngineRunner(output.progress()).run(experiment);
    Finish.requireCompleted(result.record(), output);
    ClassifierModel model = result.model().orElseThrow();
    model.write(fit.out());
    RunRecord record = result.record().withFiles(List.of(fit.out().toString()));
    output.print(Tables.results(record.results()));
    output.print("%s: %s".formatted(fit.out(), model.name()));
    output.printJson(Json.of(record));
    return 0;
  }

  private ImageClassifier network(Labelled train) {
    ImageClassifier small = ImageClassifier.small(train.shape(), train.classes());
    return new ImageClassifier(
        small.shape(),
        small.classes(),
        channels.orElse(small.channels()),
        stages.orElse(small.stages()),
        features.orElse(small.features()));
  }

  private static Labelled labelled(Dataset data) {
    if (data instanceof Labelled labelled) {
      return labelled;
    }
    throw new IllegalArgumentException(
        "a classifier needs the class of each picture, which %s does not tell; give digits, fashion-mnist, or an IDX file of pictures with that of the labels beside it"
            .formatted(data.name()));
  }
}
