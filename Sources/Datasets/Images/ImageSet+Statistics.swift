// Counts over all pixels of a set, in plain loops that are fast enough for every start.

extension ImageSet {
  /// How often each byte occurs.
  var histogram: [Int] {
    var counts = [Int](repeating: 0, count: 256)
    counts.withUnsafeMutableBufferPointer { counts in
      pixels.withUnsafeBufferPointer { bytes in
        for byte in bytes { counts[Int(byte)] &+= 1 }
      }
    }
    return counts
  }

  /// The images whose values are all the same.
  var blankImages: Int {
    pixels.withUnsafeBufferPointer { bytes in
      (0..<count).count { image in
        let values = bytes[(image * imageSize)..<((image + 1) * imageSize)]
        guard let first = values.first else { return false }
        return values.allSatisfy { $0 == first }
      }
    }
  }

  /// The images whose outermost pixels have one value in all channels.
  var plainEdges: Int {
    let places = (0..<imageSize).filter { place in
      let (row, column) = (place / width % height, place % width)
      return row == 0 || column == 0 || row == height - 1 || column == width - 1
    }
    return pixels.withUnsafeBufferPointer { bytes in
      (0..<count).count { image in
        let start = image * imageSize
        return places.allSatisfy { bytes[start + $0] == bytes[start] }
      }
    }
  }

  /// Whether colour images have equal channels throughout.
  var isGreyInColour: Bool {
    guard channels > 1 else { return false }
    let plane = height * width
    return pixels.withUnsafeBufferPointer { bytes in
      (0..<count).allSatisfy { image in
        let start = image * imageSize
        let first = bytes[start..<(start + plane)]
        return (1..<channels).allSatisfy { channel in
          first.elementsEqual(bytes[(start + channel * plane)..<(start + (channel + 1) * plane)])
        }
      }
    }
  }

  /// How many pixels from the edge inwards hold the same values in every image.
  var constantBorder: Int {
    guard count > 1 else { return 0 }
    var isConstant = [Bool](repeating: true, count: imageSize)
    isConstant.withUnsafeMutableBufferPointer { isConstant in
      pixels.withUnsafeBufferPointer { bytes in
        for image in 1..<count {
          let start = image * imageSize
          for place in 0..<imageSize where bytes[start + place] != bytes[place] {
            isConstant[place] = false
          }
        }
      }
    }
    // Where nothing changes at all, the border reaches to the middle.
    var depth = (min(height, width) + 1) / 2
    for place in isConstant.indices where !isConstant[place] {
      let (row, column) = (place / width % height, place % width)
      depth = min(depth, row, column, height - 1 - row, width - 1 - column)
    }
    return depth
  }
}
