package org.scorefield.doctor;

/// What can be wrong with a wiring: a key, or a few that say one thing.
public enum Fault {
  PREDICTION("prediction", "the output is another prediction"),
  SIGN("output_factor", "the output has the other sign"),
  NOISE_INPUT("noise_input", "the noise level is told as another quantity"),
  NOISE_SCALE("noise_factor", "the noise level is told on another scale"),
  DIRECTION("noise_factor and noise_offset", "time runs the other way"),
  OFFSET("noise_offset", "the table is counted from another step"),
  SCHEDULE("schedule", "the network was trained on another process"),
  LAYOUT("layout", "the axes are in another order"),
  CHANNELS("channels", "the colours are in another order"),
  VALUE_RANGE("value_range", "black and white are other values"),
  SIGMA_DATA("sigma_data", "the preconditioning is for another spread of the data");

  private final String key;
  private final String meaning;

  Fault(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /// The key or keys of the wiring.
  public String key() {
    return key;
  }

  /// What is the matter, as a clause.
  public String meaning() {
    return meaning;
  }
}
