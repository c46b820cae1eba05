package org.scorefield.engine.nn;

/// Rows that look at each other (Vaswani et al. 1706.03762): queries, keys and values of all heads
/// are one linear map, `softmax(q k'/sqrt(width/heads)) v` for each head, then another linear map.
///
/// @param rows that look at each other
/// @param width of a row
/// @param heads among which it is divided
record SelfAttention(int rows, int width, int heads) {

  /// @param x rows by width
  /// @param out start of the last map
  <T> T forward(Ops<T> ops, String name, T x, Init out) {
    T all = Layers.linear(ops, name + ".in", x, width, 3 * width);
    T mixed = ops.attention(part(ops, all, 0), part(ops, all, 1), part(ops, all, 2));
    T joined = ops.reshape(ops.permute(mixed, 0, 2, 1, 3), rows, width);
    return Layers.linear(ops, name + ".out", joined, width, width, out, Init.ZEROS);
  }

  /// Heads, rows, width of a head.
  private <T> T part(Ops<T> ops, T all, int which) {
    T part = ops.slice(all, 2, which * width, (which + 1) * width);
    return ops.permute(ops.reshape(part, rows, heads, width / heads), 0, 2, 1, 3);
  }
}
