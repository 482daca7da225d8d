// Shapes, types and host arrays.

import TensorGraph
import Testing

@Suite struct ShapeTests {
  @Test func countsAndStrides() {
    #expect(Shape.scalar.elementCount == 1)
    #expect(Shape([3, 0, 5]).elementCount == 0)
    #expect(Shape([3, 4, 5]).elementCount == 60)
    #expect(Shape([.max, 2]).elementCount == .max)
    #expect(Shape([3, 4, 5]).strides == [20, 5, 1])
    #expect(Shape.scalar.strides == [])
  }

  @Test func reduced() {
    #expect(Shape([3, 4, 5]).reduced(along: [0, 2]) == [4])
    #expect(Shape([3, 4, 5]).reduced(along: [0, 2], keepingDimensions: true) == [1, 4, 1])
    #expect(Shape([3, 4, 5]).reduced(along: []) == [3, 4, 5])
  }

  @Test func broadcastFollowsNumPy() {
    #expect(Shape.broadcast([3, 4], [4]) == [3, 4])
    #expect(Shape.broadcast([3, 1], [1, 4]) == [3, 4])
    #expect(Shape.broadcast([], [2]) == [2])
    #expect(Shape.broadcast([1], [0]) == [0])
    #expect(Shape.broadcast([3], [4]) == nil)
    #expect(Shape.broadcast([0], [2]) == nil)
  }

  @Test func descriptions() {
    #expect("\(TensorType([128, 2]))" == "float32[128, 2]")
    #expect("\(TensorType(.scalar, .bool))" == "bool[]")
  }

  @Test func hostArraysRefuseAWrongCount() throws {
    let error = try #require(throws: ShapeError.self) {
      try HostTensor([1, 2, 3] as [Float], shape: [2, 2])
    }
    #expect(
      "\(error)" == "HostTensor: 3 elements came, but shape [2, 2] holds 4; "
        + "pass as many elements as the product of the sizes")
    #expect(throws: ShapeError.self) { try HostTensor([1, 2] as [Int32], shape: [-1, -2]) }
    #expect(throws: ShapeError.self) { try HostTensor([true], shape: [0]) }
  }

  @Test func hostArraysConvert() throws {
    let floats = HostTensor([1.9, -1.9, .nan, .infinity, -3e9])
    #expect(floats.integers == [1, -1, 0, .max, .min])
    #expect(!floats.isFinite)
    #expect(HostTensor([3, -4] as [Int32]).floats == [3, -4])
    let truths = try HostTensor([true, false], shape: [2])
    #expect(truths.floats == [1, 0])
    #expect(truths.integers == [1, 0])
    #expect(truths.scalar == 1)
    #expect(truths.type == TensorType([2], .bool))
    #expect(try HostTensor([] as [Float], shape: [0, 3]).scalar == nil)
  }
}
