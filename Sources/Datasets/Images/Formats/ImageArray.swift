// One array of NumPy as images or as labels.

/// An array and the words for errors about it.
struct ImageArray {
  private let elements: NPYElements
  private let place: String

  /// Reads an .npy file.
  /// - Throws: `PointFileError.malformedArray`.
  init(_ bytes: ArraySlice<UInt8>, file: String, name: String?) throws(PointFileError) {
    place = file + (name.map { ", array \(printable($0))" } ?? "")
    elements = try NPYElements(NPYFile(bytes, file: file, array: name))
  }

  /// The array as images.
  /// - Throws: `ImageFileError.malformed`, `ImageSetError`.
  func set(_ name: String, _ labels: [Int32]?, _ classNames: [String]) throws -> ImageSet {
    let layout = try layout()
    let conversion = try conversion()
    return try ImageSet(
      name: name, channels: layout.channels.length, height: layout.rows.length,
      width: layout.columns.length, pixels: bytes(layout, conversion), labels: labels,
      classNames: classNames, scaling: conversion.words)
  }

  /// The array as labels, of shape (count) or (count, 1).
  /// - Throws: `ImageFileError.malformed`.
  func labels() throws(ImageFileError) -> [Int32] {
    let shape = elements.shape
    guard shape.count == 1 || shape.count == 2 && shape[1] == 1, elements.element.isInteger else {
      throw failure(
        "\(elements.element.name) of shape \(shapeText)", "whole numbers of shape (count)")
    }
    let most = ImageSet.largestClassCount
    if let range = elements.range, range.lowerBound < 0 || range.upperBound >= Double(most) {
      throw failure(
        "labels from \(range.lowerBound) to \(range.upperBound)", "labels from 0 to \(most - 1)")
    }
    return elements.body.withUnsafeBytes { bytes in
      (0..<elements.count).map { Int32(elements.value(bytes, at: $0)) }
    }
  }

  /// An axis: its length, and how many elements lie between its neighbours.
  private struct Axis {
    let length: Int
    let stride: Int
  }

  private struct Layout {
    let count: Axis
    let channels: Axis
    let rows: Axis
    let columns: Axis
  }

  /// Which axis is what.
  private func layout() throws(ImageFileError) -> Layout {
    let shape = elements.shape
    let axes = zip(shape, elements.strides).map { Axis(length: $0, stride: $1) }
    let needed =
      "(count, height, width), (count, height, width, channels) or (count, channels, "
      + "height, width) with 1 or 3 channels"
    guard elements.count > 0, axes.count == 3 || axes.count == 4 else {
      let arePoints = shape.count == 2 && shape[1] == 2
      throw failure(
        "shape \(shapeText)",
        needed + (arePoints ? "; points in the plane are named without npz: before the path" : ""))
    }
    if axes.count == 3 {
      return Layout(
        count: axes[0], channels: Axis(length: 1, stride: 0), rows: axes[1], columns: axes[2])
    }
    let isChannel = { (length: Int) in length == 1 || length == 3 }
    switch (isChannel(shape[1]), isChannel(shape[3])) {
    case (true, false):
      return Layout(count: axes[0], channels: axes[1], rows: axes[2], columns: axes[3])
    case (false, true):
      return Layout(count: axes[0], channels: axes[3], rows: axes[1], columns: axes[2])
    case (true, true):
      throw failure(
        "shape \(shapeText), of which axis 1 and axis 3 could be the channels",
        "larger images, or shape (count, height, width)")
    case (false, false): throw failure("shape \(shapeText)", needed)
    }
  }

  /// How values become bytes: byte = (v + shift) * factor, rounded.
  private struct Conversion {
    let shift: Double
    let factor: Double
    let words: String
  }

  /// The range that the values are taken to have, told by the least and the largest of them.
  private func conversion() throws(ImageFileError) -> Conversion {
    let type = elements.element.name
    let needed = "values in [0, 1], [-1, 1] or [0, 255]"
    guard let range = elements.range else { throw failure("\(type) with NaN", needed) }
    guard range.lowerBound >= -1, range.upperBound <= 255 else {
      throw failure("\(type) from \(range.lowerBound) to \(range.upperBound)", needed)
    }
    if elements.element.isInteger || range.upperBound > 1 {
      guard range.lowerBound >= 0 else {
        throw failure("\(type) from \(range.lowerBound) to \(range.upperBound)", needed)
      }
      let words = elements.element == .uint8 ? "bytes, as they are" : "\(type) taken as [0, 255]"
      return Conversion(shift: 0, factor: 1, words: words)
    }
    return range.lowerBound < 0
      ? Conversion(shift: 1, factor: 127.5, words: "\(type) taken as [-1, 1], (v + 1) * 127.5")
      : Conversion(shift: 0, factor: 255, words: "\(type) taken as [0, 1], v * 255")
  }

  private func bytes(_ layout: Layout, _ conversion: Conversion) -> [UInt8] {
    elements.body.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: elements.count) { target, count in
        for image in 0..<layout.count.length {
          for channel in 0..<layout.channels.length {
            let plane = image * layout.count.stride + channel * layout.channels.stride
            for row in 0..<layout.rows.length {
              let line = plane + row * layout.rows.stride
              for column in 0..<layout.columns.length {
                let value = elements.value(source, at: line + column * layout.columns.stride)
                // The range of the values has been found to fit.
                let byte = ((value + conversion.shift) * conversion.factor).rounded()
                target[count] = UInt8(max(0, min(255, byte)))
                count += 1
              }
            }
          }
        }
      }
    }
  }

  private var shapeText: String {
    "(\(elements.shape.map(String.init).joined(separator: ", ")))"
  }

  private func failure(_ found: String, _ needed: String) -> ImageFileError {
    .malformed(file: place, offset: nil, found: found, needed: needed)
  }
}
