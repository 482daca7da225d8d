// Both matrix multiplications against a plain triple loop in double precision.
import COneDNN
import CVectorKernels
import Testing

struct MatmulCase: CustomTestStringConvertible, Sendable {
  let m: Int
  let n: Int
  let k: Int
  var transposeA = false
  var transposeB = false
  var bias = Bias.none
  var relu = false

  enum Bias: Int, Sendable {
    case none, perColumn, perRow
  }

  func biasIndex(_ row: Int, _ column: Int) -> Int { bias == .perRow ? row : column }

  var testDescription: String {
    "\(m)x\(n)x\(k)\(transposeA ? " aT" : "")\(transposeB ? " bT" : "")"
      + "\(bias == .none ? "" : " \(bias)")\(relu ? " relu" : "")"
  }

  static let sizes = [
    (1, 1, 1), (1, 1, 100), (2, 3, 4), (5, 1, 33), (17, 2, 512), (128, 2, 100), (3, 130, 40),
    (8, 48, 16), (9, 49, 17), (16, 128, 128), (13, 31, 7), (33, 15, 20), (40, 9, 3), (1, 200, 64),
    (7, 64, 1), (64, 70, 2), (31, 97, 600), (128, 100, 515), (20, 16, 1025), (200, 10, 84),
    (130, 64, 300), (16, 112, 700),
    (4, 5, 0), (0, 5, 4), (5, 0, 4), (6, 20, 15), (150, 260, 70),
    (128, 1, 100), (40, 5, 64), (260, 270, 256), (30, 1, 3), (500, 300, 150), (130, 257, 530),
  ]

  /// Every transposition, with and without bias and activation; large ones with both only.
  static let all: [MatmulCase] = sizes.flatMap { m, n, k in
    (m * n * k > 1_000_000 ? 16..<24 : 0..<24).map {
      MatmulCase(
        m: m, n: n, k: k, transposeA: $0 & 1 != 0, transposeB: $0 & 2 != 0,
        bias: Bias(rawValue: $0 / 8) ?? .none, relu: $0 & 4 != 0)
    }
  }
}

/// Operands of one case, their product, and the size of the sums for the tolerance.
struct MatmulOperands {
  let a: GuardedBuffer
  let b: GuardedBuffer
  let bias: GuardedBuffer?
  let expected: [Double]
  let sizes: [Double]

  /// - Parameter rounded: what is done to each element of the factors.
  init(_ matmul: MatmulCase, rounded: (Float) -> Float = { $0 }) {
    let (m, n, k) = (matmul.m, matmul.n, matmul.k)
    let a = randomFloats(m * k, seed: 51).map(rounded)
    let b = randomFloats(k * n, seed: 52).map(rounded)
    let biasCount = matmul.bias == .perRow ? m : n
    let bias = matmul.bias == .none ? nil : randomFloats(biasCount, seed: 53)
    var expected: [Double] = []
    var sizes: [Double] = []
    for i in 0..<m {
      for j in 0..<n {
        var sum = Double(bias?[matmul.biasIndex(i, j)] ?? 0)
        var size = abs(sum)
        for p in 0..<k {
          let x = Double(a[matmul.transposeA ? p * m + i : i * k + p])
          let y = Double(b[matmul.transposeB ? j * k + p : p * n + j])
          sum += x * y
          size += abs(x * y)
        }
        expected.append(matmul.relu ? max(sum, 0) : sum)
        sizes.append(size)
      }
    }
    self.a = GuardedBuffer(a)
    self.b = GuardedBuffer(b)
    self.bias = bias.map { GuardedBuffer($0) }
    self.expected = expected
    self.sizes = sizes
  }

  /// Whether every element is as near as sums in single precision come.
  func agrees(with results: [Float]) -> Bool {
    zip(results, zip(expected, sizes)).allSatisfy { result, truth in
      abs(Double(result) - truth.0) <= 1e-6 * truth.1 + 1e-30
    }
  }
}

extension MatmulCase {
  var shape: mk_matmul {
    mk_matmul(
      m: Int64(m), n: Int64(n), k: Int64(k), transpose_a: transposeA ? 1 : 0,
      transpose_b: transposeB ? 1 : 0,
      activation: Int32((relu ? MK_ACTIVATION_RELU : MK_ACTIVATION_NONE).rawValue),
      bias_per_row: bias == .perRow ? 1 : 0)
  }
}

func multiply(_ matmul: MatmulCase, _ operands: MatmulOperands) -> [Float] {
  let c = GuardedBuffer(count: matmul.m * matmul.n)
  var shape = matmul.shape
  let workspace = GuardedBuffer(count: Int((mk_matmul_workspace(&shape) + 63) / 64 * 16))
  mk_matmul_run(
    &shape, operands.a.floats, operands.b.floats, operands.bias?.floats, c.floats, nil, 0,
    workspace.words)
  return c.floatValues
}

extension KernelTests {
  @Suite struct Matmul {
    @Test(arguments: MatmulCase.all) func agreesWithATripleLoop(matmul: MatmulCase) {
      let operands = MatmulOperands(matmul)
      #expect(operands.agrees(with: multiply(matmul, operands)))
    }

    @Test(
      arguments: MatmulCase.all.filter { $0.m * $0.n * $0.k > 0 && !$0.relu && $0.bias != .perRow })
    func oneDNNAgreesWithATripleLoop(matmul: MatmulCase) throws {
      guard mdnn_available() else {
        print("no oneDNN in this build: its multiplication is not tested")
        return
      }
      let operands = MatmulOperands(matmul)
      var reason = [CChar](repeating: 0, count: 256)
      let primitive = try #require(
        mdnn_matmul_create(
          Int64(matmul.m), Int64(matmul.n), Int64(matmul.k), matmul.transposeA, matmul.transposeB,
          matmul.bias == .perColumn, MDNN_F32, &reason, 256))
      defer { mdnn_matmul_destroy(primitive) }
      for _ in 0..<2 {
        let c = GuardedBuffer(count: matmul.m * matmul.n)
        let ran = mdnn_matmul_run(
          primitive, operands.a.floats, operands.b.floats, operands.bias?.floats, c.floats)
        #expect(ran && operands.agrees(with: c.floatValues))
      }
    }

    @Test func oneDNNReportsWhyItFails() {
      var reason = [CChar](repeating: 0, count: 64)
      let primitive = mdnn_matmul_create(
        -1, 4, 4, false, false, false, MDNN_F32, &reason, 64)
      #expect(primitive == nil)
      #expect(reason[0] != 0)
      #expect(!mdnn_matmul_run(nil, nil, nil, nil, nil))
      #expect(mdnn_available() == (String(cString: mdnn_version()).hasPrefix("2.")))
    }

    @Test(arguments: MatmulCase.all.filter { $0.m * $0.n * $0.k > 100_000 })
    func threadsDoNotChangeProducts(matmul: MatmulCase) {
      let operands = MatmulOperands(matmul)
      #expect(isSameForAllThreadCounts { multiply(matmul, operands) })
    }

    @Test(arguments: [(3, 20), (20, 3), (48, 3)]) func reluKeepsNaN(n: Int, k: Int) {
      let matmul = MatmulCase(m: 2, n: n, k: k, relu: true)
      let operands = MatmulOperands(matmul)
      operands.a.floats[0] = .nan
      let results = multiply(matmul, operands)
      #expect(results[..<n].allSatisfy { $0.isNaN })
      #expect(results[n...].allSatisfy { !$0.isNaN })
    }
  }
}
