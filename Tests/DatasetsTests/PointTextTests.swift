// Points in delimited text: every form that is read, and every refusal with its place.

import Datasets
import Foundation
import Testing

/// The coordinates that a file held, from what the reader made of them.
func original(_ points: StandardizedPoints) -> [Double] {
  points.points.enumerated().map { index, value in
    Double(value) * points.scale + points.mean[index % 2]
  }
}

@Suite struct PointTextTests {
  private func read(_ text: String) throws -> [Double] {
    original(try PointFile.parse(Data(text.utf8), file: "p.csv"))
  }

  @Test(arguments: [
    "1,2\n3,-4\n0.5,8\n", "1,2\r\n3,-4\r\n0.5,8\r\n", "1,2\r3,-4\r0.5,8", "1;2\n3;-4\n.5;8",
    "1\t2\n3\t-4\n5e-1\t8.", "1 2\n3   -4\n 0.5\t8  ", "  1 , 2\n3 ,-4 \n0.5,+8e0",
    "\u{FEFF}x,y\n1,2\n3,-4\n0.5,8", "X;Y\n1;2\n3;-4\n0.5;8", "width height\n1 2\n3 -4\n0.5 8",
    "\"1\",\"2\"\n\"3\",\"-4\"\n0.5,\"8\"", "\"the \"\"x\"\"\",\"#y\"\n1,2\n3,-4\n0.5,8",
    "# made by hand\n\n1,2 # first\n   \n3,-4\n\n0.5,8\n\n#end", "x y # names\n1 2\n3 -4\n0.5 8",
    "y,x\n2,1\n-4,3\n8,0.5", ",x,y,label\n0,1,2,a\n1,3,-4,\"b, c\"\n2,0.5,8,nan",
    "x,y\n\"1\" ,2\n3, \"-4\"\n0.5,8", "# 1 2\n1.000e+00 2.000e+00\n3 -4\n0.5 8",
  ])
  func formsAreRead(text: String) throws {
    let numbers: [Double] = [1, 2, 3, -4, 0.5, 8]
    for (value, expected) in zip(try read(text), numbers) {
      #expect(abs(value - expected) < 1e-6)
    }
    #expect(try read(text).count == 6)
  }

  @Test(arguments: [
    ("1,2\n3,four\n", 2, 2, "\"four\""), ("1,2\n\n# a\n3,\n", 4, 2, "nothing"),
    ("x,y\n1,nan\n", 2, 2, "\"nan\""), ("nan,1\n", 1, 1, "\"nan\""),
    ("inf,-Infinity\n", 1, 1, "\"inf\""), ("1,1e999\n", 1, 2, "\"1e999\""),
    ("1,1e39\n", 1, 2, "\"1e39\""), ("1;2,5\n", 1, 2, "\"2,5\""), ("x,1\n", 1, 1, "\"x\""),
    ("x,y\n0x10,1\n", 2, 1, "\"0x10\""), ("1,2\n\"3\"4,5", 2, 1, "text after"),
    ("1,2\n3,\"4", 2, 2, "an opening quotation mark"), ("x,y\n1,\u{1}\n", 2, 2, "\"\\u{01}\""),
    ("1 2\n3 4e", 2, 2, "\"4e\""), ("1,2\n3,\(String(repeating: "9", count: 600))", 2, 2, "\"999"),
    ("1,2\n--1,2", 2, 1, "\"--1\""), ("1,2\n3,\u{9B}7m4", 2, 2, "\"\\u{009B}7m4\""),
  ])
  func badFieldsAreNamed(text: String, line: Int, column: Int, found: String) throws {
    let error = try #require(throws: PointFileError.self) { try read(text) }
    guard case .malformedText("p.csv", line, column, let came, let needed) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(came.hasPrefix(found))
    #expect(came.count < 60)
    #expect(!needed.isEmpty)
    #expect(error.description.hasPrefix("p.csv:\(line), column \(column): \(came) came. Needed: "))
  }

  @Test(arguments: [
    ("1,2,3\n", 1, "3 columns"), ("a,b,c\n1,2,3\n", 1, "3 columns"), ("x,x,y\n1,2,3", 1, "3 col"),
    ("7\n8\n", 1, "1 column"), ("1,2\n3,4,5\n", 2, "3 columns"), ("1,2\n3\n", 2, "1 column"),
    ("x,y,z\n1,2\n", 2, "2 columns"), ("1,2\n3,\u{0}4\n", 2, "a zero byte"),
  ])
  func badLinesAreNamed(text: String, line: Int, found: String) throws {
    let error = try #require(throws: PointFileError.self) { try read(text) }
    guard case .malformedText("p.csv", line, nil, let came, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(came.hasPrefix(found))
  }

  @Test func filesWithoutSpreadAreRefused() {
    for text in ["", "\n\n", "# nothing\n", "x,y\n", "\u{FEFF}"] {
      #expect(throws: PointFileError.noPoints(file: "p.csv")) { try read(text) }
    }
    #expect(throws: PointFileError.noSpread(file: "p.csv", count: 1)) { try read("1,2") }
    #expect(throws: PointFileError.noSpread(file: "p.csv", count: 3)) {
      try read("0.1,0.2\n0.1,0.2\n0.1,0.2")
    }
  }

  @Test func standardisingKeepsShape() throws {
    let text = "1e6 0\n1000004 0\n1000004 1\n1e6 1\n"
    let points = try PointFile.parse(Data(text.utf8), file: "p.csv")
    #expect(points.mean == [1_000_002, 0.5])
    // The variances are 4 and 0.25.
    #expect(abs(points.scale - 2.125.squareRoot()) < 1e-12)
    let x = Float(2 / 2.125.squareRoot())
    for (value, expected) in zip(points.points, [-x, -x / 4, x, -x / 4, x, x / 4, -x, x / 4]) {
      #expect(abs(value - expected) < 1e-6)
    }
    #expect(
      points.summary == "own points, standardised: mean (1e+06, 0.5) removed, divided by 1.458")
    let set = try FinitePoints(name: "own", standardized: points)
    #expect(set.points == points.points)
    #expect(set.summary == points.summary)
  }

  @Test func extremeNumbersAreStandardised() throws {
    for text in ["3e38,0\n-3e38,0\n", "1e-300 0\n-1e-300 0", "1,1\n1.0000000000000002,1"] {
      let points = try PointFile.parse(Data(text.utf8), file: "p.csv")
      let root = Float(2).squareRoot()
      #expect(abs(abs(points.points[0]) - root) < 1e-6)
      #expect(points.points[0] == -points.points[2])
    }
  }
}
