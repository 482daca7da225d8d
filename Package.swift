// swift-tools-version: 6.1
// What Mixlab is built from, and whether oneDNN and libjpeg take part.

import Foundation
import PackageDescription

/// Where Debian, Ubuntu and a hand-made install put headers.
let headerFolders = ["/usr/include", "/usr/local/include"]

/// The major version of oneDNN that is installed, read from its header; nil where there is none.
func installedOneDNN() -> Int? {
  for folder in headerFolders {
    let header = folder + "/oneapi/dnnl/dnnl_version.h"
    guard let text = try? String(contentsOfFile: header, encoding: .utf8) else { continue }
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[1] == "DNNL_VERSION_MAJOR" { return Int(words[2]) }
    }
  }
  return nil
}

/// `MIXLAB_ONEDNN=auto|on|off` decides; `auto` uses oneDNN 2 where it is installed.
let useOneDNN: Bool =
  switch Context.environment["MIXLAB_ONEDNN"] ?? "auto" {
  case "on": true
  case "off": false
  default: installedOneDNN() == 2
  }

/// `MIXLAB_JPEG=auto|on|off` decides; `auto` uses libjpeg where it is installed.
let useJPEG: Bool =
  switch Context.environment["MIXLAB_JPEG"] ?? "auto" {
  case "on": true
  case "off": false
  default: headerFolders.contains { FileManager.default.fileExists(atPath: $0 + "/jpeglib.h") }
  }

let settings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "mixlab",
  products: [
    .executable(name: "mixlab", targets: ["mixlab"]),
    .library(
      name: "Mixlab",
      targets: [
        "Tensors", "NeuralNetworks", "Datasets", "Mixing", "GANLab", "ClassifierLab",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "CPNG",
      linkerSettings: [.linkedLibrary("png")]),
    .target(
      name: "CJPEG",
      cSettings: [.define("MIXLAB_JPEG", to: useJPEG ? "1" : "0")],
      linkerSettings: useJPEG ? [.linkedLibrary("jpeg")] : []),
    .target(
      name: "CZlib",
      linkerSettings: [.linkedLibrary("z")]),
    .target(
      name: "CCurl",
      linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CVectorKernels",
      linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("m")]),
    .target(
      name: "COneDNN",
      cxxSettings: [.define("MIXLAB_ONEDNN", to: useOneDNN ? "1" : "0")],
      linkerSettings: useOneDNN ? [.linkedLibrary("dnnl")] : []),
    .target(name: "TensorGraph", swiftSettings: settings),
    .target(
      name: "GraphCompiler", dependencies: ["TensorGraph", "CVectorKernels", "COneDNN"],
      swiftSettings: settings),
    .target(
      name: "Tensors", dependencies: ["TensorGraph", "GraphCompiler"], swiftSettings: settings),
    .target(name: "NeuralNetworks", dependencies: ["Tensors"], swiftSettings: settings),
    .target(
      name: "Datasets", dependencies: ["Tensors", "GraphCompiler", "Imaging", "CZlib"],
      swiftSettings: settings),
    .target(name: "Mixing", dependencies: ["Tensors"], swiftSettings: settings),
    .target(
      name: "Imaging", dependencies: ["CPNG", "CJPEG"], exclude: ["Font/LICENSE-DejaVu.txt"],
      swiftSettings: settings),
    .target(
      name: "Runs", dependencies: [.product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(
      name: "Training",
      dependencies: [
        "Runs", "NeuralNetworks", "Datasets", "Tensors", "GraphCompiler", "TensorGraph",
      ],
      swiftSettings: settings),
    .target(
      name: "Downloads", dependencies: ["Runs", "Datasets", "CCurl"], swiftSettings: settings),
    .target(name: "Comparisons", dependencies: ["Training", "Runs"], swiftSettings: settings),
    .target(
      name: "GANLab",
      dependencies: [
        "Comparisons", "Training", "Runs", "Mixing", "NeuralNetworks", "Datasets", "Imaging",
      ],
      swiftSettings: settings),
    .target(
      name: "ClassifierLab",
      dependencies: [
        "Comparisons", "Training", "Runs", "Mixing", "NeuralNetworks", "Datasets", "Imaging",
        "Tensors", "GraphCompiler",
      ],
      swiftSettings: settings),
    .target(
      name: "Benchmarks",
      dependencies: [
        "GANLab", "Training", "Runs", "Mixing", "NeuralNetworks", "Tensors", "GraphCompiler",
        "TensorGraph",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "mixlab",
      dependencies: [
        "GANLab", "ClassifierLab", "Comparisons", "Benchmarks", "Downloads",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "OwnNetworks", dependencies: ["GANLab", "Mixing", "Datasets", "NeuralNetworks"],
      path: "Samples/OwnNetworks", swiftSettings: settings),
    .target(
      name: "CCallCounter", path: "Tests/CCallCounter",
      linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("dl")]),
    .target(
      name: "TestSupport",
      dependencies: [
        "CCallCounter", "TensorGraph", "GraphCompiler", "Datasets", "Runs", "Training",
        "Comparisons",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .executableTarget(
      name: "ReaderFuzzer",
      dependencies: [
        "Datasets", "Imaging", "Runs", "GANLab", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/ReaderFuzzer", swiftSettings: settings),
    tests("KernelTests", ["CVectorKernels", "COneDNN", "TestSupport"]),
    tests("TensorGraphTests", ["TensorGraph", "GraphCompiler", "TestSupport"]),
    tests("GraphCompilerTests", ["TensorGraph", "GraphCompiler", "TestSupport"]),
    tests("TensorsTests", ["Tensors", "GraphCompiler", "TestSupport"]),
    tests("NeuralNetworksTests", ["NeuralNetworks", "Tensors", "GraphCompiler", "TestSupport"]),
    tests("DatasetsTests", ["Datasets", "Imaging", "Tensors", "TestSupport"]),
    tests("MixingTests", ["Mixing", "NeuralNetworks", "Tensors", "TestSupport"]),
    tests("ImagingTests", ["Imaging", "CPNG", "TestSupport"]),
    tests("RunsTests", ["Runs", "TestSupport"]),
    tests("TrainingTests", ["Training", "Runs"]),
    tests("ComparisonsTests", ["Comparisons", "Training", "Runs", "TestSupport"]),
    tests("DownloadsTests", ["Downloads", "Datasets", "Runs", "TestSupport"]),
    tests(
      "GANLabTests",
      [
        "GANLab", "Comparisons", "Training", "Runs", "Mixing", "NeuralNetworks", "Datasets",
        "GraphCompiler", "Tensors", "TestSupport", "CCallCounter",
      ]),
    tests(
      "ClassifierLabTests",
      [
        "ClassifierLab", "Comparisons", "Training", "Runs", "Mixing", "NeuralNetworks", "Datasets",
        "Imaging", "Tensors", "TestSupport",
      ]),
    tests(
      "BenchmarksTests",
      ["Benchmarks", "Runs", "GraphCompiler", "Tensors", "TensorGraph", "TestSupport"]),
    tests(
      "CommandLineTests",
      [
        "mixlab", "ClassifierLab", "GANLab", "Datasets", "GraphCompiler", "Imaging", "Runs",
        "TestSupport",
      ]),
  ]
)

/// A folder of tests below `Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}
