// Reshaping, slicing, joining and looking up, against values worked out by hand.

import Tensors
import Testing

extension TensorsTests {
  @Suite struct MovementTests {
    @Test func gatheringClampsToTheTable() throws {
      let table = try rows([1, 2], [3, 4], [5, 6])
      let came = try evaluate { Tensor(table).gathering(rows: integers(2, 0, 2, -9, 44)) }
      #expect(came == [5, 6, 1, 2, 5, 6, 1, 2, 5, 6])
    }

    @Test func slices() throws {
      let matrix = try rows([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
      let results = try evaluateAll {
        let x = Tensor(matrix)
        return [
          x.sliced(along: 1, 1..<4), x.sliced(along: 1, 0..<5, stride: 2),
          x.sliced(along: 0, 1..<2), x.sliced(along: 0, 1..<1),
        ]
      }
      #expect(results.map(\.shape) == [[2, 3], [2, 3], [1, 5], [0, 5]])
      #expect(results[0].floats == [2, 3, 4, 7, 8, 9])
      #expect(results[1].floats == [1, 3, 5, 6, 8, 10])
      #expect(results[2].floats == [6, 7, 8, 9, 10])
    }

    @Test func concatenation() throws {
      let (left, right) = (try rows([1, 2], [3, 4]), try rows([5], [6]))
      let results = try evaluateAll {
        let (left, right) = (Tensor(left), Tensor(right))
        return [
          concatenate([left, right, left], along: 1), concatenate([right, right]),
          concatenate([left, left.sliced(along: 0, 0..<0)]),
        ]
      }
      #expect(results.map(\.shape) == [[2, 5], [4, 1], [2, 2]])
      #expect(results[0].floats == [1, 2, 5, 1, 2, 3, 4, 6, 3, 4])
      #expect(results[1].floats == [5, 6, 5, 6])
    }

    @Test func oneHot() throws {
      let results = try evaluateAll {
        [integers(2, 0, -1, 3).oneHot(depth: 3), Tensor(HostTensor([Int32(1)])).oneHot(depth: 2)]
      }
      #expect(results.map(\.shape) == [[4, 3], [1, 2]])
      #expect(results[0].floats == [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
      #expect(results[1].floats == [0, 1])
    }

    @Test func transposesAndReshapes() throws {
      let matrix = try rows([1, 2, 3], [4, 5, 6])
      let results = try evaluateAll {
        let x = Tensor(matrix)
        return [
          x.transposed(), x.reshaped(to: [3, 2]), x.reshaped(to: [1, 2, 3]).transposed([2, 0, 1]),
          x.reshaped(to: [1, 2, 3]).transposed(), Tensor(7).broadcast(to: [2, 2]),
        ]
      }
      #expect(results.map(\.shape) == [[3, 2], [3, 2], [3, 1, 2], [3, 2, 1], [2, 2]])
      #expect(results[0].floats == [1, 4, 2, 5, 3, 6])
      #expect(results[1].floats == [1, 2, 3, 4, 5, 6])
      #expect(results[2].floats == [1, 4, 2, 5, 3, 6])
      #expect(results[3].floats == [1, 4, 2, 5, 3, 6])
      #expect(results[4].floats == [7, 7, 7, 7])
    }

    @Test func shapesAreKnownWhileTracing() throws {
      var seen: [TensorType] = []
      let function = compile(options: verifying) { (x: Tensor) in
        let labels = x.argmax(along: 1)
        seen = [x.type, labels.type, (x .> 0).type, labels.oneHot(depth: 9).type]
        #expect(x.rank == 2 && x.shape == [5, 4] && x.dtype == .float32)
        return x
      }
      _ = try function(HostTensor(repeating: 1, shape: [5, 4]))
      #expect(
        seen == [
          TensorType([5, 4]), TensorType([5], .int32), TensorType([5, 4], .bool),
          TensorType([5, 9]),
        ])
    }
  }
}
