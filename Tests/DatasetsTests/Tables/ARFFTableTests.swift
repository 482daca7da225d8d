// Tables in ARFF: what is read, and every refusal with its place.

import Datasets
import Testing

@Suite struct ARFFTableTests {
  private static let flowers = """
    % made by hand
    @RELATION 'the flowers'
    @attribute width numeric
    @ATTRIBUTE "petal's length" REAL
    @attribute colour {red, 'light blue', "dark \\"blue\\""} % a list
    @attribute level {-1,0,1}
    @attribute 'kind\\'s name' { z , a, never }

    @data
    1,2,red,-1,a
    % a comment
    3, -4 ,'light blue', 0, z
    ?,0.5,"dark \\"blue\\"",1,z % the last
    7,8,?,?,a
    """

  @Test func attributesAreRead() throws {
    let split = try readTable(Self.flowers, format: .arff)
    let set = split.training
    #expect(
      set.featureNames == [
        "width", "petal's length", "colour=red", "colour=light blue", "colour=dark \"blue\"",
        "level",
      ])
    // Classes in the order of the list, those that occur.
    #expect(set.classNames == ["z", "a"])
    #expect(set.labels == [1, 0, 0, 1])
    #expect(Array(set.features[0..<6]) == [1, 2, 1, 0, 0, -1])
    #expect(Array(set.features[6..<12]) == [3, -4, 0, 1, 0, 0])
    #expect(set.features[12].isNaN)
    #expect(Array(set.features[13..<18]) == [0.5, 0, 0, 1, 1])
    let areMissing = set.features[20..<24].map(\.isNaN)
    #expect(areMissing == [true, true, true, true])
    #expect(split.remarks.contains("the label is column \"kind's name\""))
  }

  @Test func lineEndsOfAllSystemsAreRead() throws {
    let whole = try readTable(Self.flowers, format: .arff).training
    for end in ["\r\n", "\r"] {
      let text = "\u{FEFF}" + Self.flowers.replacing("\n", with: end) + end
      let set = try readTable(text, format: .arff).training
      #expect(set.labels == whole.labels && set.featureNames == whole.featureNames)
    }
  }

  @Test func labelsAreChosen() throws {
    let set = try readTable(Self.flowers, format: .arff, label: "2").training
    #expect(set.classNames == ["-4", "0.5", "2", "8"])
    #expect(set.featureNames.suffix(3) == ["level", "kind's name=z", "kind's name=a"])
    let text = "@relation r\n@attribute s string\n@attribute l integer\n@data\nb,1\na,2\n"
    let named = try readTable(text, format: .arff, label: "s").training
    #expect(named.classNames == ["a", "b"] && named.features == [1, 2])
    #expect(try readTable(text, format: .arff).training.featureNames == ["s=a", "s=b"])
    #expect(
      try tableError(text, format: .arff, label: "t")
        == .unknownLabel(file: "t.arff", label: "t", columns: ["s", "l"]))
  }

  private static func data(_ rows: String, _ kind: String = "{a,b}") -> String {
    "@relation r\n@attribute x numeric\n@attribute c \(kind)\n@data\n\(rows)\n"
  }

  @Test(arguments: [
    ("1,a\n1,c", 6, 2, "\"c\""), ("x,a", 5, 1, "\"x\""), ("1e39,a", 5, 1, "\"1e39\""),
    ("nan,a", 5, 1, "\"nan\""), ("'?',a", 5, 1, "\"?\""), (",a", 5, 1, "nothing"),
    ("1,", 5, 2, "the end of the line"), ("1,?", 5, 2, "a row without a label"),
    ("1,'a", 5, 2, "an opening quotation mark"), ("1,'a\\'", 5, 2, "an opening quotation mark"),
    ("1,'a\\", 5, 2, "an opening quotation mark"),
  ])
  func badValuesAreNamed(rows: String, line: Int, column: Int, found: String) throws {
    try expectRefusal(
      Self.data(rows), format: .arff, line: line, column: column, found: found)
  }

  @Test(arguments: [
    ("1", "1 column"), ("1 a", "no comma after value 1"), ("1,a,b", "more than 2 columns"),
    ("1,a b", "more than 2 columns"), ("{0 1, 1 a}", "a sparse row"), ("1,a,{5}", "more than"),
    ("1,\u{0}", "a zero byte"),
  ])
  func badRowsAreNamed(rows: String, found: String) throws {
    try expectRefusal(Self.data(rows), format: .arff, line: 5, column: nil, found: found)
  }

  @Test(arguments: [
    ("@attribute x date\n", 1, "the type \"date\""), ("@attribute x relational\n", 1, "the type"),
    ("@attribute x\n", 1, "the end of the line"), ("@attribute\n", 1, "the end of the line"),
    ("@attribute x numeric y\n", 1, "text after the type"), ("1,2\n", 1, "\"1\""),
    ("@attribute my x numeric\n", 1, "the type \"x\""), ("@data\n", 1, "@data before"),
    ("@attribute x {a,b\n", 1, "a list without"), ("@attribute x {a,,b}\n", 1, "nothing"),
    ("@attribute x {}\n", 1, "\"}\""), ("@attribute x {a b}\n", 1, "a list without"),
    ("@attribute x {a,a}\n", 1, "a list with the same value twice"),
    ("@attribute x {a}z\n", 1, "text after the type"),
    ("% c\n\n@attribute 'x numeric\n", 3, "an opening quotation mark"),
  ])
  func badHeadersAreNamed(text: String, line: Int, found: String) throws {
    try expectRefusal(text, format: .arff, line: line, column: nil, found: found)
  }

  @Test func filesThatEndTooEarlyAreRefused() throws {
    for text in ["", "% nothing\n", "@relation r\n@attribute x numeric\n"] {
      try expectRefusal(text, format: .arff, line: nil, column: nil, found: "no line @data")
    }
    #expect(try tableError(Self.data("% none"), format: .arff) == .noRows(file: "t.arff"))
  }
}
