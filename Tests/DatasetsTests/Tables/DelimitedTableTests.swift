// Tables in delimited text: every form that is read, and every refusal with its place.

import Datasets
import Testing

@Suite struct DelimitedTableTests {
  @Test(arguments: [
    "1,2,x\n3,-4,y\n0.5,8,x\n", "1,2,x\r\n3,-4,y\r\n0.5,8,x\r\n", "1,2,x\r3,-4,y\r0.5,8,x",
    "1;2;x\n3;-4;y\n.5;8;x", "1\t2\tx\n3\t-4\ty\n5e-1\t8.\tx", "1 2 x\n3   -4 y\n 0.5\t8  x ",
    "\u{FEFF}1,2,x\n3,-4,y\n0.5,8,x\n\n", "a,b,class\n1,2,x\n3,-4,y\n0.5,8,x",
    "\"a, b\",\"the \"\"b\"\"\",\"#c\"\n\"1\",2,\"x\"\n3,\"-4\",y\n0.5,8,x",
    "# made by hand\n\n1,2,x\n   \n3,-4,y\n#z\n0.5,8,x\n\n",
    "\u{FEFF}a;b;c\r\n1;2;x\r\n3;-4;y\r\n0.5;8;x",
    " 1 , 2,x\n3 ,-4 ,y\n0.5,+8e0, x", "1.000000000000000000,2,x\n3,-4,y\n0.5,800e-2,x",
  ])
  func formsAreRead(text: String) throws {
    let split = try readTable(text)
    #expect(split.training.features == [1, 2, 3, -4, 0.5, 8])
    #expect(split.training.labels == [0, 1, 0])
    #expect(split.training.classNames == ["x", "y"])
    #expect(split.test == nil && split.origin == "here")
  }

  @Test func headersAreToldFromRows() throws {
    let named = try readTable("width,,kind\n1,2,x\n3,4,y\n")
    #expect(named.training.featureNames == ["width", "column 2"])
    #expect(named.remarks.first == "the first line names the columns")
    // Texts of the first line that come again are values.
    let bare = try readTable("red,big,yes\nblue,big,no\nred,small,no\n")
    #expect(bare.training.count == 3)
    #expect(
      bare.training.featureNames == [
        "column 1=blue", "column 1=red", "column 2=big", "column 2=small",
      ])
    #expect(bare.remarks.first == "no header; columns go by their numbers")
    let colours = try readTable("colour,size,class\nblue,big,no\nred,small,yes\n")
    #expect(colours.training.featureNames.first == "colour=blue")
    // A missing value is no name.
    #expect(try readTable("?,x\n1,y\n").training.count == 2)
  }

  @Test func missingValuesAreNotNumbers() throws {
    let set = try readTable("1,?,a\n,2,b\nNA,nan,a\n4,NaN,b\n\"\",5,a\n").training
    #expect(set.featureCount == 2)
    let isMissing = set.features.map(\.isNaN)
    #expect(
      isMissing == [false, true, true, false, true, true, false, true, true, false])
    #expect(set.features[0] == 1 && set.features[3] == 2 && set.features[9] == 5)
    let remarks = try readTable("1,?,a\n2,2,b\n").remarks
    #expect(
      remarks.contains("1 of 4 values are missing; scaling puts the mean of the column there"))
  }

  @Test func textBecomesColumnsOfZeroAndOne() throws {
    let split = try readTable("sex,size,class\nM,1,x\nF,2,y\n?,3,x\nM,4,y\n")
    let set = split.training
    #expect(set.featureNames == ["sex=F", "sex=M", "size"])
    #expect(set.features.prefix(6).elementsEqual([0, 1, 1, 1, 0, 2]))
    #expect(set.features[6].isNaN && set.features[7].isNaN && set.features[8] == 3)
    #expect(set.features.suffix(3).elementsEqual([0, 1, 4]))
    #expect(split.remarks.contains("column \"sex\" is text and became 2 columns of 0 and 1"))
  }

  @Test func labelsAreChosenByNameOrNumber() throws {
    let text = "kind,2,size\nx,7,1\ny,8,2\ny,7,3\n"
    // "2" makes it a line of values: all labels of the last column are then texts.
    #expect(try readTable(text).training.classNames == ["1", "2", "3", "size"])
    let table = "kind,n,size\nx,7,1\ny,8,2\ny,7,3\n"
    for label in ["kind", "1"] {
      let set = try readTable(table, label: label).training
      #expect(set.classNames == ["x", "y"] && set.featureNames == ["n", "size"])
      #expect(set.features == [7, 1, 8, 2, 7, 3])
    }
    #expect(try readTable(table, label: "n").training.classNames == ["7", "8"])
    #expect(try readTable(table, label: "2").training.classNames == ["7", "8"])
    #expect(try readTable(table).training.classNames == ["1", "2", "3"])
    for label in ["", "0", "4", "Kind", "-1", "99999999999999999999"] {
      let error = try tableError(table, label: label)
      #expect(
        error
          == .unknownLabel(file: "t.csv", label: label, columns: ["kind", "n", "size"]))
      #expect(error.description.contains("the columns are \"kind\", \"n\", \"size\"."))
    }
    let twice = try tableError("n,n,c\n1,2,a\n2,3,b\n", label: "n")
    #expect(twice == .unknownLabel(file: "t.csv", label: "n", columns: ["n", "n", "c"]))
  }

  @Test func labelsOfNumbersAreInTheirOrder() throws {
    let set = try readTable("1,10\n2,9\n3,-1\n4,9.0\n5,09\n").training
    #expect(set.classNames == ["-1", "9", "10"])
    #expect(set.labels == [2, 1, 0, 1, 1])
    #expect(try readTable("1,0.5\n2,1.5\n").training.classNames == ["0.5", "1.5"])
  }

  @Test func amountsAreNoClasses() throws {
    func text(_ classes: Int, rows: Int, _ label: (Int) -> String) -> String {
      (0..<rows).map { "\($0 * $0),\(label($0 % classes))\n" }.joined()
    }
    #expect(try readTable(text(20, rows: 20) { "\($0)" }).training.classNames.count == 20)
    #expect(try readTable(text(21, rows: 210) { "\($0)" }).training.classNames.count == 21)
    #expect(try readTable(text(50, rows: 50) { "c\($0)" }).training.classNames.count == 50)
    let few = try tableError(text(21, rows: 209) { "\($0)" })
    #expect(
      few == .looksLikeRegression(file: "t.csv", label: "column 2", distinct: 21, rows: 209))
    #expect(few.description.contains("looks like regression"))
    #expect(
      try tableError(text(21, rows: 2100) { "\($0).5" })
        == .looksLikeRegression(file: "t.csv", label: "column 2", distinct: 21, rows: 2100))
    // The reader stops at the first that is too many.
    #expect(
      try tableError(text(20_000, rows: 20_000) { "\($0)" })
        == .looksLikeRegression(file: "t.csv", label: "column 2", distinct: 10_001, rows: 10_001))
    try expectRefusal(
      text(20_000, rows: 20_000) { "c\($0)" }, line: 10_001, column: 2,
      found: "one class more than 10000, \"c10000\",")
  }

  @Test func columnsThatCountTheRowsAreLeftOut() throws {
    func text(_ rows: Int, from start: Int) -> String {
      "id,x,class\n" + (0..<rows).map { "\($0 + start),\($0 % 3),\($0 % 2)\n" }.joined()
    }
    for start in [0, 1] {
      let split = try readTable(text(10, from: start))
      #expect(split.training.featureNames == ["x"])
      #expect(split.remarks.contains("column \"id\" counts the rows and was left out"))
    }
    #expect(try readTable(text(10, from: 2)).training.featureNames == ["id", "x"])
    #expect(try readTable(text(9, from: 0)).training.featureNames == ["id", "x"])
  }

  @Test func whatToKnowIsSaid() throws {
    let split = try readTable("1,7,a\n2,7,b\n1,7,a\n1,7,b\n")
    #expect(
      split.remarks == [
        "no header; columns go by their numbers", "the label is column \"column 3\"",
        "1 of 2 features have one value in all rows to train on; scaling makes them 0",
        "1 of 4 rows equal an earlier one, label included; where rows are held out at random, "
          + "some that test are among those that train",
      ])
    let bytes = Array("1,7,a\n2,7,b\n1,7,a\n1,7,b\n".utf8)
    #expect(split.checksum == "sha256 " + SHA256.hexadecimal(of: bytes[...]))
  }

  @Test(arguments: [
    ("1,inf,x\n2,3,y\n", 1, 2, "\"inf\""), ("a,b,c\n1,2,x\n1,1e39,y\n", 3, 2, "\"1e39\""),
    ("1,2,x\n3,4,\n", 2, 3, "a row without a label"), ("1,2,x\n3,4,?\n", 2, 3, "a row without"),
    ("1;2,5;x\n3;4;y\n", 1, 2, "\"2,5\""), ("1,\"2,5\",x\n3,4,y\n", 1, 2, "\"2,5\""),
    ("1;2;x\n3;1,234.5;y\n", 2, 2, "\"1,234.5\""), ("1,2,x\n\"3\"4,5,y", 2, 1, "text after"),
    ("1,2,x\n3,\"4,y", 2, 2, "an opening quotation mark"), ("1,-Infinity,x\n2,2,y", 1, 2, "\"-Inf"),
  ])
  func badFieldsAreNamed(text: String, line: Int, column: Int, found: String) throws {
    try expectRefusal(text, line: line, column: column, found: found)
  }

  @Test(arguments: [
    ("1,2,x\n3,4\n", 2, "2 columns"), ("a,b,c\n\n1,2,x\n3,4,5,y\n", 4, "4 columns"),
    ("1,2,x\n3,\u{0},y\n", 2, "a zero byte"), ("1,2,C#\n3,4,y # note, too\n", 2, "4 columns"),
    ("1 2 x\n3 4\n", 2, "2 columns"),
  ])
  func badLinesAreNamed(text: String, line: Int, found: String) throws {
    try expectRefusal(text, line: line, column: nil, found: found)
  }

  @Test func aSlipInAColumnOfNumbersIsNamed() throws {
    let rows = (0..<200).map { "\($0 == 70 ? "7o" : "\($0 * 3)"),\($0 % 2)\n" }.joined()
    try expectRefusal(
      rows, line: 71, column: 1, found: "\"7o\" in a column of more than 100 different values")
    let hundred = (0..<200).map { "t\($0 % 100),\($0 % 2)\n" }.joined()
    #expect(try readTable(hundred).training.featureCount == 100)
  }

  @Test func tablesWithoutRowsOrClassesAreRefused() throws {
    for text in ["", "\n\n", "# nothing\n", "a,b,c\n", "\u{FEFF}"] {
      #expect(try tableError(text) == .noRows(file: "t.csv"))
    }
    #expect(throws: TableSetError.badFeatureCount(name: "t", count: 0)) {
      try readTable("x\ny\n")
    }
    #expect(throws: TableSetError.badClassCount(name: "t", count: 1)) {
      try readTable("1,x\n2,x\n")
    }
  }

  @Test func hostileTextIsEscaped() throws {
    let error = try tableError("a\u{1B}[2J,b\n1,x\n2,y\n", label: "\u{7}")
    #expect(!error.description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    let long = String(repeating: "z", count: 100_000)
    let length = try tableError("\(long),b\n1,x\n2,y\n", label: "none").description.count
    #expect(length < 300)
  }
}
