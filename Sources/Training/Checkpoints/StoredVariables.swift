// Variables as the tensors of a checkpoint, and back.

import Runs
import Tensors

extension [Variable] {
  /// The values as tensors of a checkpoint, under the variables' names.
  package var stored: [StoredTensor] { map(\.stored) }

  /// Sets every variable to the tensor of its name.
  /// - Throws: `SafetensorsError` that names the first tensor which does not fit; nothing is changed
  ///   then.
  package func restore(from file: SafetensorsFile) throws {
    let values = try map { variable in
      try file.tensor(variable.name, variable.storedType, shape: variable.shape.dimensions)
        .hostTensor()
    }
    for (variable, value) in zip(self, values) { try variable.setHostValue(value) }
  }
}

extension Variable {
  fileprivate var storedType: StoredTensor.DataType {
    type.dtype == .float32 ? .float32 : .int32
  }

  fileprivate var stored: StoredTensor {
    let value = hostValue
    return type.dtype == .float32
      ? StoredTensor(name: name, shape: shape.dimensions, values: value.floats)
      : StoredTensor(name: name, shape: shape.dimensions, values: value.integers)
  }
}

extension StoredTensor {
  fileprivate func hostTensor() throws -> HostTensor {
    let shape = Shape(self.shape)
    if let floats { return try HostTensor(floats, shape: shape) }
    return try HostTensor(int32s ?? [], shape: shape)
  }
}
