package org.scorefield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- ]]> & \"quoted\" 'single' \u0000 \ud800 \u2028";

  @Test
  void theSameReportGivesTheSamePage() {
    assertThat(Html.render(DemoReport.report())).isEqualTo(Html.render(DemoReport.report()));
  }

  @Test
  void aStrictXmlParserReadsThePage() throws Exception {
    Document page = parse(Html.render(DemoReport.report()));
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo(DemoReport.report().title());
    assertThat(page.getElementsByTagName("section").getLength())
        .isEqualTo(DemoReport.report().sections().size());
  }

  /// The library rounds them to two decimals unless told: 1 % on a logarithmic axis.
  @Test
  void placesOfMarkedLinesAreNotRounded() {
    assertThat(Assets.charts()).containsPattern("markLine: \\{[^}]*precision: 12,");
  }

  @Test
  void noTwoOfEighteenCurvesLookAlike() {
    List<Series> curves =
        IntStream.range(0, 18)
            .mapToObj(i -> Series.of("curve " + i, Vector.of(1, 2), Vector.of(i + 1, i + 2)))
            .toList();
    LineChart chart =
        new LineChart("All", "", Axis.linear("x"), Axis.linear("y"), curves, List.of());
    Markup page = new Markup();
    ChartHtml.write(page, chart, "all");
    List<String> swatches =
        Pattern.compile("<svg class=\"swatch.*?</svg>")
            .matcher(page.done())
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(swatches).hasSize(18).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    Document page = parse(Html.render(DemoReport.report()));
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      NamedNodeMap attributes = all.item(i).getAttributes();
      for (int k = 0; k < attributes.getLength(); k++) {
        String name = attributes.item(k).getNodeName();
        if (Set.of("src", "href", "srcset", "action", "data", "poster").contains(name)) {
          assertThat(attributes.item(k).getNodeValue()).matches("(?s)(#|data:image/).*");
        }
      }
    }
    assertThat(Assets.style()).doesNotContain("url(", "@import");
    assertThat(Assets.charts() + Assets.script())
        .doesNotContain("http:", "https:", "fetch(", "XMLHttpRequest");
    assertThat(Html.render(DemoReport.report())).contains("default-src &#39;none&#39;");
  }

  @Test
  void hostileTextStaysText() throws Exception {
    String html = Html.render(everywhere(HOSTILE));
    Document page = parse(html);
    Document harmless = parse(Html.render(everywhere("harmless")));
    assertThat(count(page, "script")).isEqualTo(count(harmless, "script"));
    assertThat(count(page, "*")).isEqualTo(count(harmless, "*"));
    assertThat(html).doesNotContain("<script>alert");
    assertThat(html.split("<script", -1)).hasSize(count(page, "script") + 1);
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo(HOSTILE.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd'));
  }

  @Test
  void chartNumbersAreJsonWhateverTheyAre() throws Exception {
    Vector odd =
        Vector.of(1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -2, 0, 3e-320);
    Vector x = Vector.generate(7, i -> i);
    for (Axis y : List.of(Axis.linear("y"), Axis.log("y"))) {
      LineChart chart =
          new LineChart(
              "t", "", Axis.linear("x"), y, List.of(Series.of("a", x, odd).withBars(odd)));
      JsonNode spec = onlySpec(chart);
      JsonNode points = spec.get("series").get(0).get("points");
      assertThat(points).hasSize(7);
      assertThat(points.get(1).get(1).isNull()).isTrue();
      assertThat(points.get(2).get(1).isNull()).isTrue();
      assertThat(points.get(3).get(1).isNull()).isTrue();
      assertThat(points.get(4).get(1).isNull()).isEqualTo(y.scale() == Axis.Scale.LOG);
      assertThat(points.get(0).get(5).asText()).isEqualTo("1.0 ± 1.0");
    }
  }

  @Test
  void errorsReachTwoStandardErrorsEitherSide() throws Exception {
    LineChart chart =
        new LineChart(
            "t",
            "",
            Axis.linear("x"),
            Axis.log("y"),
            List.of(
                Series.of("a", Vector.of(0, 1), Vector.of(100, 10)).withBand(Vector.of(45, 6))));
    JsonNode points = onlySpec(chart).get("series").get(0).get("points");
    assertThat(points.get(0).get(1).asDouble()).isEqualTo(2);
    assertThat(points.get(0).get(2).asDouble()).isEqualTo(1);
    assertThat(points.get(0).get(3).asDouble()).isEqualTo(Math.log10(190));
    assertThat(points.get(1).get(2).isNull()).as("below zero has no place").isTrue();
    assertThat(points.get(1).get(3).asDouble()).isEqualTo(Math.log10(22));
  }

  @Test
  void whatIsNotDrawnIsSaid() throws Exception {
    Series series = Series.of("a", Vector.of(1, 2, 3), Vector.of(1, 0, Double.NaN));
    LineChart log = new LineChart("t", "", Axis.linear("x"), Axis.log("y"), List.of(series));
    assertThat(ChartNotes.of(log)).singleElement().asString().startsWith("2 values are not drawn");
    LineChart linear = new LineChart("t", "", Axis.linear("x"), Axis.linear("y"), List.of(series));
    assertThat(ChartNotes.of(linear)).singleElement().asString().startsWith("1 value is not drawn");
  }

  @Test
  void aChartWithNothingToDrawSaysSo() throws Exception {
    Vector none = Vector.of(Double.NaN, -1);
    Chart chart =
        new LineChart(
            "t",
            "",
            Axis.linear("x"),
            Axis.log("y"),
            List.of(Series.of("a", Vector.of(1, 2), none)));
    Document page = parse(page(chart));
    assertThat(elements(page, "div", "plot")).isEmpty();
    assertThat(elements(page, "p", "note").getFirst().getTextContent())
        .isEqualTo("There is nothing to draw.");
    assertThat(page.getElementsByTagName("tbody").item(0).getTextContent()).contains("n/a", "−1");
  }

  @Test
  void everyChartKeepsItsNumbersAsATable() throws Exception {
    Document page = parse(Html.render(DemoReport.report()));
    List<Element> figures = elements(page, "figure", "chart");
    assertThat(figures).hasSameSizeAs(charts());
    for (Element figure : figures) {
      assertThat(figure.getElementsByTagName("table").getLength()).isEqualTo(1);
      assertThat(figure.getElementsByTagName("caption").item(0).getTextContent())
          .isEqualTo(figure.getElementsByTagName("h3").item(0).getTextContent());
      assertThat(figure.getElementsByTagName("noscript").getLength()).isEqualTo(1);
      assertThat(((Element) figure.getElementsByTagName("details").item(0)).getAttribute("open"))
          .as("open without scripts")
          .isEqualTo("open");
    }
  }

  @Test
  void longTablesKeepFirstAndLast() {
    Vector x = Vector.generate(5000, i -> i);
    ChartTable table =
        ChartTable.of(
            new LineChart(
                "t", "", Axis.linear("x"), Axis.linear("y"), List.of(Series.of("a", x, x))));
    assertThat(table.thinned()).isTrue();
    assertThat(table.table().rows()).hasSize(200);
    assertThat(table.table().rows().getFirst().cells().getFirst()).isEqualTo(Cell.number(0));
    assertThat(table.table().rows().getLast().cells().getFirst()).isEqualTo(Cell.number(4999));
  }

  @Test
  void seriesOnTheirOwnPositionsShareOneTable() {
    ChartTable table =
        ChartTable.of(
            new LineChart(
                "t",
                "",
                Axis.linear("x"),
                Axis.linear("y"),
                List.of(
                    Series.of("a", Vector.of(1, 2), Vector.of(3, 4)),
                    Series.of("b", Vector.of(5), Vector.of(6)))));
    assertThat(table.table().rows())
        .containsExactly(
            Table.Row.of(Cell.text("a"), Cell.number(1), Cell.number(3)),
            Table.Row.of(Cell.text("a"), Cell.number(2), Cell.number(4)),
            Table.Row.of(Cell.text("b"), Cell.number(5), Cell.number(6)));
  }

  @Test
  void everyPictureHasItsTextAndEveryNameIsUnique() throws Exception {
    Document page = parse(Html.render(DemoReport.report()));
    NodeList pictures = page.getElementsByTagName("img");
    assertThat(pictures.getLength()).isEqualTo(29);
    for (int i = 0; i < pictures.getLength(); i++) {
      assertThat(((Element) pictures.item(i)).getAttribute("alt")).isNotBlank();
    }
    Set<String> ids = new HashSet<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as(id).isTrue();
    }
    for (int i = 0; i < all.getLength(); i++) {
      String target = ((Element) all.item(i)).getAttribute("href");
      assertThat(!target.startsWith("#") || ids.contains(target.substring(1))).as(target).isTrue();
    }
  }

  @Test
  void bestAndReferenceAreSaidAsWellAsShown() throws Exception {
    Table table =
        new Table(
            "c",
            List.of(Table.Column.text("m"), Table.Column.number("d", "px").lowerIsBetter()),
            List.of(
                Table.Row.of(Cell.text("a"), Cell.measured(1.5, 0.25).asBest()),
                Table.Row.reference(Cell.text("real"), Cell.number(1))));
    Document page = parse(page(table));
    assertThat(elements(page, "td", "best"))
        .singleElement()
        .extracting(Element::getTextContent)
        .isEqualTo("1.50 ± 0.25 (best)");
    assertThat(elements(page, "tr", "reference")).hasSize(1);
    assertThat(page.getElementsByTagName("thead").item(0).getTextContent())
        .contains("d (px)\u00a0↓ (lower is better)");
  }

  @Test
  void theChartLibraryIsThereOnlyWithCharts() {
    String without = page(new Paragraph("no charts"));
    assertThat(without.length()).isLessThan(60_000);
    assertThat(without).doesNotContain("ECharts");
    assertThat(Html.render(DemoReport.report()))
        .contains("Licensed to the Apache Software Foundation");
  }

  @Test
  void backticksSetCode() throws Exception {
    Document page = parse(page(new Paragraph("run `a <b>` and ` alone")));
    assertThat(elements(page, "p", "prose").getFirst().getTextContent())
        .isEqualTo("run a <b> and ` alone");
    assertThat(page.getElementsByTagName("code").item(0).getTextContent()).isEqualTo("a <b>");
  }

  @Test
  void mistakesAreNamedWithTheirCure() {
    assertThatThrownBy(() -> Png.of(new byte[] {1, 2, 3}))
        .hasMessage("these 3 bytes are not a PNG picture: give the content of a .png file");
    assertThatThrownBy(
            () -> new Table("c", List.of(Table.Column.text("a")), List.of(Table.Row.of())))
        .hasMessage("row 0 of table 'c' has 0 cells for 1 columns: give one cell a column");
    Series a = Series.of("a", Vector.of(1), Vector.of(1));
    assertThatThrownBy(
            () -> new LineChart("t", "", Axis.linear("x"), Axis.linear("y"), List.of(a, a)))
        .hasMessage("chart 't' has two series named 'a': give each its own name");
    assertThatThrownBy(() -> Series.of("a", Vector.of(1), Vector.of(1, 2)))
        .hasMessageContaining("1 positions, 2 values");
  }

  @Test
  void pngKnowsItsSizeAndItsBytesCannotBeChanged() {
    Png picture = DemoPictures.grid(3, 1, 0);
    assertThat(picture.width()).isEqualTo(4 * (3 * 13 - 1));
    assertThat(picture.height()).isEqualTo(picture.width());
    assertThat(picture)
        .isEqualTo(DemoPictures.grid(3, 1, 0))
        .isNotEqualTo(DemoPictures.grid(3, 2, 0));
  }

  /// One of everything, with `text` wherever a caller may put any.
  private static Report everywhere(String text) {
    Vector one = Vector.of(1, 2);
    List<Block> blocks = new ArrayList<>();
    for (Verdict.Tone tone : Verdict.Tone.values()) {
      blocks.add(new Verdict(tone, text, text));
    }
    blocks.add(new Paragraph(text));
    blocks.add(Cards.of(new Cards.Card(text, Cell.text(text), text)));
    blocks.add(
        new Table(
            text,
            List.of(new Table.Column(text, text, Table.Align.END, Table.Better.HIGHER)),
            List.of(Table.Row.of(Cell.text(text)))));
    Pictures.Picture picture = new Pictures.Picture(DemoPictures.state(3, 0, 1), text, text);
    for (Pictures.Layout layout : Pictures.Layout.values()) {
      blocks.add(new Pictures(text, List.of(new Pictures.Row(text, List.of(picture))), layout));
    }
    blocks.add(
        new LineChart(
            text,
            text,
            Axis.log(text),
            Axis.linear(text),
            List.of(Series.of(text, one, one), Series.of(text + 2, one, one)),
            List.of(
                new Mark.Vertical(1, text),
                new Mark.Horizontal(1, text),
                new Mark.Zone(1, 2, text))));
    blocks.add(
        new BarChart(
            text,
            text,
            List.of(text, text),
            text,
            List.of(BarChart.Bars.of(text, one), BarChart.Bars.of(text + 2, one))));
    ScatterChart.Cloud cloud = new ScatterChart.Cloud(text, one, one);
    blocks.add(
        new ScatterChart(
            text, text, Axis.log(text), Axis.log(text), List.of(cloud), ScatterChart.Aspect.FREE));
    HeatMap.Labels labels = new HeatMap.Labels(text, List.of(text, text));
    blocks.add(
        new HeatMap(text, text, labels, labels, List.of(one, one), text, HeatMap.Shading.LOG));
    blocks.add(new Code(text, text));
    blocks.add(new KeyValues(text, List.of(new KeyValues.Entry(text, text))));
    List<Section> sections =
        IntStream.range(0, 3).mapToObj(_ -> new Section(text, text, blocks)).toList();
    return new Report(text, text, blocks, sections);
  }

  private static List<Block> charts() {
    return DemoReport.report().sections().stream()
        .flatMap(section -> section.blocks().stream())
        .filter(Chart.class::isInstance)
        .toList();
  }

  private static String page(Block block) {
    return Html.render(new Report("t", "", List.of(Section.of("h", "", block))));
  }

  private static JsonNode onlySpec(Chart chart) throws Exception {
    NodeList scripts = parse(page(chart)).getElementsByTagName("script");
    for (int i = 0; i < scripts.getLength(); i++) {
      if (((Element) scripts.item(i)).getAttribute("type").equals("application/json")) {
        return new ObjectMapper().readTree(scripts.item(i).getTextContent());
      }
    }
    throw new AssertionError("no chart data on the page");
  }

  private static int count(Document page, String tag) {
    return page.getElementsByTagName(tag).getLength();
  }

  private static List<Element> elements(Document page, String tag, String type) {
    NodeList all = page.getElementsByTagName(tag);
    return IntStream.range(0, all.getLength())
        .mapToObj(i -> (Element) all.item(i))
        .filter(e -> List.of(e.getAttribute("class").split(" ")).contains(type))
        .toList();
  }

  private static Document parse(String html)
      throws ParserConfigurationException, IOException, SAXException {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    parser.setErrorHandler(null);
    return parser.parse(new InputSource(new StringReader(html)));
  }
}
