package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;

/// A network that is never asked the same question twice, and counts the questions: wirings that
/// differ only in how the output is read cost nothing more. Memory: input and output of every
/// sample asked.
final class Remembered implements RawNetwork {
  private final RawNetwork network;
  private final Map<Question, Batch> answers = new ConcurrentHashMap<>();
  private final AtomicLong evaluations = new AtomicLong();

  /// @param input a single sample
  private record Question(Batch input, double noiseInput) {}

  Remembered(RawNetwork network) {
    this.network = network;
  }

  /// Samples the network was really asked for.
  long evaluations() {
    return evaluations.get();
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  @Override
  public Batch evaluate(Batch input, double noiseInput) {
    List<Question> questions = new ArrayList<>();
    List<Batch> unknown = new ArrayList<>();
    for (int i = 0; i < input.count(); i++) {
      Question question = new Question(input.slice(i, 1), noiseInput);
      questions.add(question);
      if (!answers.containsKey(question)) {
        unknown.add(question.input());
      }
    }
    if (!unknown.isEmpty()) {
      evaluations.addAndGet(unknown.size());
      Batch output = network.evaluate(Batch.concat(unknown), noiseInput);
      for (int i = 0; i < unknown.size(); i++) {
        answers.put(new Question(unknown.get(i), noiseInput), output.slice(i, 1));
      }
    }
    return Batch.concat(questions.stream().map(this::answer).toList());
  }

  private Batch answer(Question question) {
    Batch known = answers.get(question);
    if (known == null) {
      throw new IllegalStateException("an answer was lost");
    }
    return known;
  }
}
