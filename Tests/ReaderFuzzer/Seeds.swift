// Valid files from which the inputs of the fuzzer are made.

import Datasets
import Foundation
import GANLab
import Imaging
import Runs
import TestSupport

/// Small valid files for each reader.
enum Seeds {
  private static let ramp = (0..<255).map { UInt8($0) }

  static let idx: [[UInt8]] = [
    ImageFixtures.idx([5, 4, 3], Array(ramp.prefix(60))),
    ImageFixtures.idx([5], [0, 9, 3, 1, 2]),
    ImageFixtures.gzip(ImageFixtures.idx([5, 4, 3], Array(ramp.prefix(60)))),
    ImageFixtures.gzip(ImageFixtures.idx([5], [0, 9, 3, 1, 2])),
  ]

  static let cifar: [[UInt8]] = [
    record([3]) + record([9]), record([19, 99]), record([0, 0]) + record([7, 42]),
  ]

  private static func record(_ labels: [UInt8]) -> [UInt8] {
    labels + (0..<3072).map { UInt8(truncatingIfNeeded: $0 * 7) }
  }

  @Sendable static func png() throws -> [[UInt8]] {
    let drawn = try [1, 3, 4].map { channels in
      [UInt8](
        try PNGImage(
          width: 5, height: 4, channels: channels, pixels: Array(ramp.prefix(20 * channels)),
          text: [("Title", "plain"), ("Comment", "größer")]
        ).encoded())
    }
    // Kinds that the program itself does not write: 16 bits and interlaced.
    let others = [
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAAAAACB2fwVAAAADUlEQVR4nGP8/7+xEQAIhgMC5a2S+AAAAABJRU5ErkJggg==",
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAGK06rlAAAAF0lEQVR4nGNgZGJmYGFlY2Dn4OTi5gEAAZYAT5C0q3AAAAAASUVORK5CYII=",
    ]
    return drawn + others.compactMap { Data(base64Encoded: $0).map { [UInt8]($0) } }
  }

  static let npy: [[UInt8]] = [
    NumPyFiles.doubles, NumPyFiles.fortranOrder, NumPyFiles.version2, NumPyFiles.version3,
    NumPyFiles.bigEndian, NumPyFiles.structures,
    ImageFixtures.npy("|u1", [2, 4, 5], Array(ramp.prefix(40))),
    ImageFixtures.npy("<f4", [2, 1, 2, 2], [UInt8](repeating: 0, count: 32)),
    ImageFixtures.npy("<i8", [1, 2, 2, 3], [UInt8](repeating: 0, count: 96), fortran: true),
    ImageFixtures.npy("|u1", [0, 1 << 62, 8], []),
  ]

  @Sendable static func npz() throws -> [[UInt8]] {
    let own = try NPZWriter.archive([
      "images": NPYArray(
        shape: [3, 2, 2], values: .int32([0, 255, 9, 8, 0, 0, 7, 1, 2, 3, 4, 5])),
      "labels": NPYArray(shape: [3], values: .int32([0, 2, 2])),
    ])
    return [
      NumPyFiles.archive, NumPyFiles.compressedArchive, NumPyFiles.unnamedArrays, [UInt8](own),
    ]
  }

  @Sendable static func safetensors() throws -> [[UInt8]] {
    let file = try SafetensorsFile(
      tensors: [
        StoredTensor(name: "a.weight", shape: [2, 3], values: [1, 2, 3, 4, 5, 6] as [Float]),
        StoredTensor(name: "steps", shape: [], values: [7] as [Int64]),
      ], metadata: ["note": "\"quoted\" \u{1F600}"])
    // Without its checksum, so that damage gets past it.
    let header =
      #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]},"__metadata__":{"k":"v\u00e9"}}"#
    let length = UInt64(header.utf8.count)
    return [
      [UInt8](file.data),
      ImageFixtures.little(length) + Array(header.utf8) + Array(ramp.prefix(12)),
    ]
  }

  static let csv: [[UInt8]] = [
    "x,y\n1,2\n-3.5,4e-3\n0.25,1\n", "1;2\r\n3;4\r\n# a comment\r\n5;6.5\r\n",
    "\"y\"\t\"the \"\"x\"\"\"\tx\n1\t2\t3\n4\t5\t6\n7\t8\t10\n", "1 2\n  3   4 # note\n\n5 7",
    "\u{FEFF}X,Y,label\n0,1,a\n2,3,\"b, c\"\n5,4,d\n",
  ].map { Array($0.utf8) }

  static let tables: [[UInt8]] = [
    "a,b,class\n1,2,x\n3,?,y\n-0.5,4e-3,x\n", "1;red;0\r\n2;blue;1\r\n# note\r\nNA;red;1\r\n",
    "\"the \"\"a\"\"\"\tb\n1\t-1\n2\t1\n3\t1\n", "1 2 7\r  3   4 8\r\r5 7 7",
    "\u{FEFF}id,colour,kind\n0,red,a\n1,\"b, c\",b\n2,,a\n",
  ].map { Array($0.utf8) }

  static let arff: [[UInt8]] = [
    "% note\n@relation r\n@attribute 'the x' numeric\n@attribute c {-1,1}\n@data\n1,-1\n?,1\n",
    "@RELATION r\r\n@attribute s string\r\n@attribute l {0,1}\r\n@attribute 'it\\'s' {a, 'b c'}\r\n"
      + "@data\r\nred,0,a\r\n'dark \"blue\"',1,'b c' % end\r\n?,?,a",
  ].map { Array($0.utf8) }

  @Sendable static func recipe() throws -> [[UInt8]] {
    let defaults = try GANRecipe.defaults().yaml
    return [
      defaults, "recipe: gan\ndata: ring\nsteps: 10\n", "{data: grid, alpha: 0.5, seed: 3}\n",
      "# note\n---\ndraw: [arrows, lattice]\nbatch: 0x40\nlr-g: 1e-3\n...\n",
      "data: &name ring\nmixup: \"off\"\nmodel: !!str mlp\nobjective: |\n  wgan-gp\n",
    ].map { Array($0.utf8) }
  }

  static let tar: [[UInt8]] = [
    ImageFixtures.tar([
      ImageFixtures.tarEntry("folder/", [], type: "5"),
      ImageFixtures.tarEntry("folder/data_batch_1.bin", Array(ramp)),
      ImageFixtures.tarEntry("folder/link", [], type: "2"),
      ImageFixtures.tarEntry("test_batch.bin", [1, 2, 3]),
    ]),
    ImageFixtures.tar([]),
  ]

  static let gzip: [[UInt8]] = [
    NumPyFiles.gzipped, NumPyFiles.gzipped + NumPyFiles.gzipped, ImageFixtures.gzip(ramp),
  ]
}
