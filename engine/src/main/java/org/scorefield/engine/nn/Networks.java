package org.scorefield.engine.nn;

import java.util.List;
import org.scorefield.array.Shape;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.data.DataException;
import org.scorefield.settings.Settings;

/// The architectures there are, by name, and how one is written into a file.
///
/// A description is the network's record as one line of JSON, as {@link Settings} has it. It holds
/// all that {@link Layout} depends on, so with its parameters it is the network.
public final class Networks {
  public static final Catalogue<NetworkKind<?>> ALL =
      new Catalogue<>(
          "network",
          List.of(
              new NetworkKind<>(Mlp.KIND, Mlp.class, Mlp::small),
              new NetworkKind<>(ResidualMlp.KIND, ResidualMlp.class, ResidualMlp::small),
              new NetworkKind<>(UNet.KIND, UNet.class, UNet::small),
              new NetworkKind<>(Dit.KIND, Dit.class, Dit::small),
              new NetworkKind<>(TwoLayer.KIND, TwoLayer.class, TwoLayer::small),
              new NetworkKind<>(ReluScore.KIND, ReluScore.class, ReluScore::small)),
          NetworkKind::name);

  private Networks() {}

  /// A network of a kind, of sizes that train well on a CPU.
  ///
  /// @param condition number of conditioning inputs, 0 for none
  /// @throws IllegalArgumentException if the kind is unknown, or not for such samples
  public static Network small(String kind, Shape shape, int condition) {
    return ALL.parse(kind).preset().of(shape, condition);
  }

  /// The network's sizes as JSON.
  ///
  /// @throws IllegalArgumentException if it is of no kind that is known here
  public static String description(Network network) {
    return ALL.parse(network.kind())
        .match(network)
        .map(Settings::json)
        .orElseThrow(() ->
            new IllegalArgumentException(
                network.getClass().getSimpleName() + " calls itself " + network.kind()));
  }

  /// The network that {@link #description} describes: every key must be there, and no other.
  ///
  /// @param where what to call the description in a message
  /// @throws DataException if it does not describe a network of this kind
  public static Network read(String where, String kind, String description) {
    return Settings.parse(where, description, ALL.parse(kind).type());
  }
}
