// What a set of images is, and what to know before training on it.

import Datasets
import Foundation
import Runs

/// Counts, sizes, values, class balance and findings of both parts of a set of images.
public struct ImageDataReport: Sendable {
  private let split: ImageSplit
  private let inspections: [ImageInspection]

  /// Looks at every image of the set.
  public init(_ split: ImageSplit) {
    self.split = split
    inspections = split.parts.map { ImageInspection($0) }
  }

  /// Whether something should be done before training.
  public var hasWarnings: Bool {
    inspections.contains { $0.findings.contains(where: \.isWarning) }
  }

  /// Lines for a reader.
  public var text: String {
    var lines = ["\(split.name): \(split.origin)"]
    let rows = zip(split.parts, inspections).map { part, inspection in
      [
        part.name, "\(part.count)", part.sizeText, Files.sizeText(part.pixels.count),
        "\(inspection.range.lowerBound) to \(inspection.range.upperBound)",
        String(format: "%.2f", inspection.mean), "\(inspection.distinctValues)",
      ]
    }
    lines.append(
      TextTable(["part", "images", "size", "memory", "values", "mean", "different"], rows).text)
    if !split.training.classNames.isEmpty { lines.append(balance.text) }
    lines += split.remarks
    for (part, inspection) in zip(split.parts, inspections) {
      lines.append("Before training on \(part.name):")
      lines += inspection.findings.map { finding in
        "\(finding.isWarning ? "! " : "  ")\(finding.topic.rawValue): \(finding.text)"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// How many images of each class the parts have.
  private var balance: TextTable {
    let counts = inspections.map(\.classCounts)
    return TextTable(
      ["class"] + split.parts.map(\.name),
      split.training.classNames.enumerated().map { index, name in
        [name] + counts.map { "\($0[index])" }
      })
  }

  /// One object: name, origin, warnings, classes, parts.
  ///
  /// - Parameter picture: the path of the preview, if one was written.
  public func json(picture: String? = nil) -> String {
    let head: MetricsRecord = [
      "name": .text(split.name), "origin": .text(split.origin), "warnings": .flag(hasWarnings),
      "picture": picture.map { .text($0) } ?? .null,
    ]
    let classes = split.training.classNames.map(jsonString).joined(separator: ",")
    let parts = zip(split.parts, inspections).map(partJSON).joined(separator: ",")
    return "\(head.json.dropLast()),\"classes\":[\(classes)],\"parts\":[\(parts)]}"
  }

  private func partJSON(_ part: ImageSet, _ inspection: ImageInspection) -> String {
    let record: MetricsRecord = [
      "name": .text(part.name), "images": .integer(part.count),
      "channels": .integer(part.channels), "height": .integer(part.height),
      "width": .integer(part.width), "scaling": .text(part.scaling),
      "least": .integer(Int(inspection.range.lowerBound)),
      "largest": .integer(Int(inspection.range.upperBound)), "mean": .real(inspection.mean),
      "different_values": .integer(inspection.distinctValues),
      "constant_border": .integer(inspection.constantBorder),
      "plain_edges": .integer(inspection.plainEdges),
      "blank_images": .integer(inspection.blankImages),
      "grey_in_colour": .flag(inspection.isGreyInColour),
    ]
    let counts = inspection.classCounts.map(String.init).joined(separator: ",")
    let findings = inspection.findings.map { finding in
      let record: MetricsRecord = [
        "topic": .text(finding.topic.rawValue), "warning": .flag(finding.isWarning),
        "text": .text(finding.text),
      ]
      return record.json
    }
    return "\(record.json.dropLast()),\"class_counts\":[\(counts)],"
      + "\"findings\":[\(findings.joined(separator: ","))]}"
  }
}
