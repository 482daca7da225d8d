// Rounding to bf16, 16-bit copies, oneDNN's products of them, and what the processor can do.
import COneDNN
import CVectorKernels
import Foundation
import Testing

/// The nearer of the two bf16 numbers around a float, the even one at a tie.
private func nearestBFloat16(_ x: Float) -> Float {
  guard x.isFinite else { return x }
  let below = Float(bitPattern: x.bitPattern & 0xffff_0000)
  let above = Float(bitPattern: below.bitPattern + 0x1_0000)
  // Beyond the greatest bf16 number the next one would be 2^128.
  let end = above.isInfinite ? (x < 0 ? -0x1p128 : 0x1p128) : Double(above)
  let (down, up) = (abs(Double(x) - Double(below)), abs(end - Double(x)))
  if down == up { return below.bitPattern & 0x1_0000 == 0 ? below : above }
  return down < up ? below : above
}

/// Room for `count` 16-bit numbers and nothing more.
private func packed(_ values: [Float]) -> [UInt16] {
  let (input, output) = (GuardedBuffer(values), GuardedBuffer(count: (values.count + 1) / 2))
  return withExtendedLifetime((input, output)) {
    // An odd number of halves ends where the unreadable page begins.
    let start = UnsafeMutableRawPointer(output.words) + (values.count % 2) * 2
    mk_pack_bf16(
      start.assumingMemoryBound(to: UInt16.self), input.floats, Int64(values.count))
    return (0..<values.count).map { start.load(fromByteOffset: 2 * $0, as: UInt16.self) }
  }
}

extension KernelTests {
  @Suite struct BFloat16 {
    private static let ties: [Float] = (0..<64).map {
      Float(bitPattern: 0x3f80_8000 + $0 * 0x1_0000)
    }
    private static let ends: [Float] = [
      Float(bitPattern: 0x7f7f_7fff), Float(bitPattern: 0x7f7f_8000),
      Float(bitPattern: 0xff7f_8000), Float(bitPattern: 0x7f7f_0000),
    ]
    private static let denormals: [Float] = (0..<5000).map {
      Float(bitPattern: UInt32($0) * 1677 | ($0 % 2 == 0 ? 0 : 0x8000_0000))
    }

    @Test func roundsToTheNearest() {
      for arguments in [
        specialFloats + Self.ties + Self.ends, Self.denormals, randomBits(300_000, seed: 71),
        randomFloats(50_000, seed: 72),
      ] {
        let results = apply(MK_ROUND_BF16, arguments).floatValues
        let expected = arguments.map(nearestBFloat16)
        let wrong = zip(results, expected).filter { came, needed in
          needed.isNaN ? !came.isNaN : came.bitPattern != needed.bitPattern
        }
        #expect(wrong.isEmpty, "\(wrong.first.map { "\($0)" } ?? "")")
      }
    }

    @Test func roundsDenormalsWhereOthersAreFlushed() {
      let before = mk_flush_denormals()
      let results = apply(MK_ROUND_BF16, Self.denormals).bitValues
      mk_restore_denormals(before)
      #expect(results == Self.denormals.map { nearestBFloat16($0).bitPattern })
    }

    @Test func whatIsRoundedSurvivesTheLossOfItsLowerHalf() {
      // Payloads in the lower half alone would turn into infinities.
      let quietAndSignaling: [UInt32] = [0x7f80_0001, 0xff80_ffff, 0x7fc0_0000, 0x7f80_8000]
      let arguments =
        quietAndSignaling.map { Float(bitPattern: $0) } + specialFloats
        + randomBits(10_000, seed: 73)
      let rounded = apply(MK_ROUND_BF16, arguments)
      #expect(rounded.bitValues.allSatisfy { $0 & 0xffff == 0 })
      let again = apply(MK_ROUND_BF16, [KernelInput(rounded)])
      #expect(firstDifference(again.bitValues, rounded.bitValues) == nil)
      for (argument, bits) in zip(arguments, rounded.bitValues) where argument.isNaN {
        #expect(Float(bitPattern: bits).isNaN)
      }
    }

    @Test(arguments: [0, 1, 2, 15, 16, 17, 31, 511, 512, 513, 100_003])
    func copiesTheUpperHalves(count: Int) {
      let values = randomBits(count, seed: 74)
      let expected = values.map { UInt16($0.bitPattern >> 16) }
      #expect(firstDifference(packed(values), expected) == nil)
      #expect(isSameForAllThreadCounts { packed(values) })
    }

    @Test(
      arguments: MatmulCase.all.filter { $0.m * $0.n * $0.k > 0 && !$0.relu && $0.bias != .perRow })
    func oneDNNAgreesWithATripleLoop(matmul: MatmulCase) throws {
      guard mdnn_available(), mk_bf16_support() != MK_BF16_NONE else {
        print("not run: oneDNN's bf16 products need oneDNN and a processor with bf16 units")
        return
      }
      let operands = MatmulOperands(matmul, rounded: nearestBFloat16)
      var reason = [CChar](repeating: 0, count: 256)
      let primitive = try #require(
        mdnn_matmul_create(
          Int64(matmul.m), Int64(matmul.n), Int64(matmul.k), matmul.transposeA, matmul.transposeB,
          matmul.bias == .perColumn, MDNN_BF16, &reason, 256), "\(reason)")
      defer { mdnn_matmul_destroy(primitive) }
      let (a, b) = (packed(operands.a.floatValues), packed(operands.b.floatValues))
      for _ in 0..<2 {
        let c = GuardedBuffer(count: matmul.m * matmul.n)
        #expect(mdnn_matmul_run(primitive, a, b, operands.bias?.floats, c.floats))
        #expect(operands.agrees(with: c.floatValues))
      }
    }

    /// Against what the system says about the processor.
    @Test func unitsAreThoseOfTheProcessor() throws {
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
        print("not run: this system has no /proc/cpuinfo")
        return
      }
      let words = Set(text.split { $0.isWhitespace })
      let isV4 = String(cString: mk_cpu_level()) == "x86-64-v4"
      let expected =
        !isV4
        ? MK_BF16_NONE
        : words.contains("amx_bf16")
          ? MK_BF16_FAST
          : !words.contains("avx512_bf16")
            ? MK_BF16_NONE : words.contains("AuthenticAMD") ? MK_BF16_FAST : MK_BF16_SLOW
      #expect(mk_bf16_support() == expected)
      let isFast =
        isV4 && words.contains("avx512_bf16") && words.contains("AuthenticAMD")
      #expect((mk_bf16_winograd_is_fast() != 0) == isFast)
    }
  }
}
