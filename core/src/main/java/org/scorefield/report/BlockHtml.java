package org.scorefield.report;

import java.util.List;

/// Writes the blocks of one section, numbering what needs a name on the page.
final class BlockHtml {
  private final Markup page;
  private final String section;
  private int written;

  /// @param section prefix of the names given here, unlike any other section's
  BlockHtml(Markup page, String section) {
    this.page = page;
    this.section = section;
  }

  void write(Block block) {
    written++;
    switch (block) {
      case Verdict verdict -> verdict(verdict);
      case Paragraph(String text) -> page.open("p", "class", "prose").prose(text).close();
      case Cards(List<Cards.Card> cards) -> cards(cards);
      case Table table -> TableHtml.write(page, table);
      case Pictures pictures -> PicturesHtml.write(page, pictures);
      case Chart chart -> ChartHtml.write(page, chart, section + "-" + written);
      case Code code -> code(code);
      case KeyValues values -> keyValues(values);
    }
  }

  private void verdict(Verdict verdict) {
    page.open("div", "class", "verdict " + tone(verdict.tone()));
    page.trusted(sign(verdict.tone()));
    page.open("div").leaf("p", verdict.headline(), "class", "headline");
    if (!verdict.text().isEmpty()) {
      page.open("p").prose(verdict.text()).close();
    }
    page.close().close();
  }

  private static String tone(Verdict.Tone tone) {
    return switch (tone) {
      case GOOD -> "good";
      case CAUTION -> "caution";
      case BAD -> "bad";
      case NEUTRAL -> "neutral";
    };
  }

  private static String sign(Verdict.Tone tone) {
    String path =
        switch (tone) {
          case GOOD -> "M7 12.5l3.4 3.4L17 9";
          case CAUTION -> "M12 6.8v6.4M12 16.6v.6";
          case BAD -> "M8 8l8 8M16 8l-8 8";
          case NEUTRAL -> "M12 11v6M12 7.2v.4";
        };
    return """
    <svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>\
    <path d="%s"/></svg>\
    """
        .formatted(path);
  }

  private void cards(List<Cards.Card> cards) {
    page.open("dl", "class", "cards");
    for (Cards.Card card : cards) {
      page.open("div", "class", "card");
      page.leaf("dt", card.label());
      page.open("dd", "class", "value");
      TableHtml.cell(page, card.value());
      page.close();
      if (!card.hint().isEmpty()) {
        page.open("dd", "class", "hint").prose(card.hint()).close();
      }
      page.close();
    }
    page.close();
  }

  private void code(Code code) {
    page.open("figure", "class", "code");
    page.open("figcaption").open("span").prose(code.caption()).close();
    page.leaf("button", "Copy", "type", "button", "class", "copy").close();
    page.open("pre").leaf("code", code.text()).close();
    page.close();
  }

  private void keyValues(KeyValues values) {
    page.open("figure", "class", "facts");
    page.open("figcaption").prose(values.caption()).close();
    page.open("dl");
    for (KeyValues.Entry entry : values.entries()) {
      page.open("div").leaf("dt", entry.key()).leaf("dd", entry.value()).close();
    }
    page.close().close();
  }
}
