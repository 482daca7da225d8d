// The published tables: their entries, the embedded flowers, and the real files where they are.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct TableCatalogTests {
  private func load(_ entry: TableCatalogEntry) throws -> TableSplit {
    try TableSources.named(entry.name, location: SharedData.location).load()
  }

  @Test func entriesAgreeWithThemselves() {
    let names = TableCatalog.all.map(\.name)
    #expect(names == ["iris", "abalone", "arcene", "arrhythmia", "htru2", "phishing"])
    var sums: Set<String> = []
    for entry in TableCatalog.all {
      #expect(TableCatalog.named(entry.name)?.title == entry.title)
      #expect(entry.terms == "CC BY 4.0" && entry.source.contains("doi 10.24432/"))
      for file in entry.files {
        #expect(file.sha256.count == 64 && sums.insert(file.sha256).inserted)
      }
    }
    #expect(TableCatalog.named("wine") == nil)
  }

  @Test func irisNeedsNoFiles() throws {
    let split = try TableSources.named(
      "iris", location: DataLocation(folder: "/nowhere", environment: [:])
    ).load()
    let set = split.training
    #expect(set.count == 150 && set.classCounts == [50, 50, 50])
    #expect(set.classNames == ["Iris-setosa", "Iris-versicolor", "Iris-virginica"])
    // The means of iris.names: 5.84, 3.05, 3.76 and 1.20.
    let scaling = TableScaling(fittedTo: set)
    for (mean, wanted) in zip(scaling.means, [5.8433, 3.054, 3.7587, 1.1987] as [Float]) {
      #expect(abs(mean - wanted) < 1e-4)
    }
    // The rows in which UCI's file differs from Fisher's paper.
    for row in [34, 37] {
      #expect(Array(set.features[(row * 4)..<(row * 4 + 4)]) == [4.9, 3.1, 1.5, 0.1])
    }
    #expect(split.checksum == "embedded" && split.origin == "part of the program")
    #expect(split.remarks.contains { $0.contains("rows 35 and 38") })
    #expect(split.remarks.contains { $0.hasPrefix("3 of 150 rows equal an earlier one") })
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.abalone), SharedData.missing))
  func irisIsThatOfTheFile() throws {
    let file = SharedData.folder.appendingPathComponent("uci/iris/iris.data")
    let read = try TableFile.read(file, format: .csv).training
    let embedded = try load(TableCatalog.iris).training
    let isEqual = read.features == embedded.features && read.labels == embedded.labels
    #expect(isEqual)
    #expect(read.classNames == embedded.classNames)
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.abalone), SharedData.missing))
  func abaloneIsRead() throws {
    let split = try load(TableCatalog.abalone)
    let set = split.training
    #expect(set.count == 4177 && split.test == nil)
    #expect(set.classNames == (1...29).filter { $0 != 28 }.map(String.init))
    #expect(
      set.classCounts == [
        1, 1, 15, 57, 115, 259, 391, 568, 689, 634, 487, 267, 203, 126, 103, 67, 58, 42, 32, 26,
        14, 6, 9, 2, 1, 1, 2, 1,
      ])
    #expect(set.featureNames.prefix(4) == ["sex=F", "sex=I", "sex=M", "length"])
    let sexes = (0..<3).map { sex in
      stride(from: sex, to: set.features.count, by: 10).reduce(0) { $0 + Int(set.features[$1]) }
    }
    #expect(sexes == [1307, 1342, 1528])
    let first = Array(set.features.prefix(10))
    #expect(first == [0, 0, 1, 0.455, 0.365, 0.095, 0.514, 0.2245, 0.101, 0.15])
    #expect(set.labels[0] == 14)
    #expect(split.checksum == "sha256 " + TableCatalog.abalone.files[0].sha256)
    let told = split.remarks.contains { $0.contains("SHA-256") }
    #expect(!told)
    let last = try split.holdingOut(0.2, seed: 1).remarks.last
    #expect(
      last == "7 of 28 classes have too few rows for one to be held out, and are in the training "
        + "part alone: \"1\", \"2\", \"24\", \"25\", \"26\", \"27\", \"29\"")
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.arcene), SharedData.missing))
  func arceneIsRead() throws {
    let split = try load(TableCatalog.arcene)
    #expect(split.parts.map(\.count) == [100, 100])
    #expect(split.training.featureCount == 10_000)
    #expect(split.training.classNames == ["-1", "1"])
    #expect(split.parts.map(\.classCounts) == [[56, 44], [56, 44]])
    #expect(split.training.labels.prefix(3) == [1, 0, 1])
    #expect(split.test?.labels.prefix(3) == [0, 0, 0])
    #expect(split.training.features.prefix(6) == [0, 71, 0, 95, 0, 538])
    let range = split.parts.map { ($0.features.min() ?? -1, $0.features.max() ?? -1) }
    #expect(range.allSatisfy { $0.0 == 0 && $0.1 <= 999 })
    #expect(split.checksum.hasPrefix("sha256 "))
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.arrhythmia), SharedData.missing))
  func arrhythmiaIsRead() throws {
    let split = try load(TableCatalog.arrhythmia)
    let set = split.training
    #expect(set.count == 452 && set.featureCount == 279)
    #expect(
      set.classNames == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "14", "15", "16"])
    #expect(set.classCounts == [245, 44, 15, 15, 13, 25, 3, 2, 9, 50, 4, 5, 22])
    #expect(set.missingCount == 408)
    // The first row is 75,0,190,80,91,193,371,174,121,-16,13,64,-2,?,63,... of class 8.
    let first = Array(set.features.prefix(13))
    #expect(first == [75, 0, 190, 80, 91, 193, 371, 174, 121, -16, 13, 64, -2])
    #expect(set.features[13].isNaN && set.features[14] == 63)
    #expect(set.labels[0] == 7)
    let scaling = TableScaling(fittedTo: set)
    #expect(scaling.deviations.count { $0 == 0 } == 17)
    #expect(try scaling.applied(to: set).missingCount == 0)
    #expect(split.remarks.contains { $0.hasPrefix("408 of 126108 values are missing") })
    #expect(split.remarks.contains { $0.hasPrefix("17 of 279 features have one value") })
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.htru2), SharedData.missing))
  func htru2IsRead() throws {
    let split = try load(TableCatalog.htru2)
    #expect(split.training.count == 17_898 && split.training.featureCount == 8)
    #expect(split.training.classNames == ["0", "1"])
    #expect(split.training.classCounts == [16_259, 1_639])
    let first = Array(split.training.features.prefix(3))
    #expect(first == [140.5625, 55.68378214, -0.234571412])
    #expect(split.training.featureNames[7] == "DM-SNR curve skewness")
  }

  @Test(.enabled(if: SharedData.has(TableCatalog.phishing), SharedData.missing))
  func phishingIsRead() throws {
    let split = try load(TableCatalog.phishing)
    #expect(split.training.count == 11_055 && split.training.featureCount == 30)
    #expect(split.training.classNames == ["-1", "1"])
    #expect(split.training.classCounts == [4898, 6157])
    let first = Array(split.training.features.prefix(30))
    #expect(
      first == [
        -1, 1, 1, 1, -1, -1, -1, -1, -1, 1, 1, -1, 1, -1, 1, -1, -1, -1, 0, 1, 1, 1, 1, -1, -1,
        -1, -1, 1, 1, -1,
      ])
    let values = Set(split.training.features).sorted()
    #expect(values == [-1, 0, 1])
    #expect(split.training.featureNames.first == "having_IP_Address")
    #expect(split.remarks.contains { $0.contains("1,353 rows") })
    #expect(split.remarks.contains { $0.hasPrefix("5206 of 11055 rows equal an earlier one") })
  }
}
