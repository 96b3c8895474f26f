internal import CTorchLoader

// Names and meanings are PyTorch's; every result is a new tensor unless said otherwise.

extension TorchTensor {
  public static func + (a: TorchTensor, b: TorchTensor) -> TorchTensor {
    Torch.call("add", "Tensor", .tensor(a), .tensor(b))
  }
  public static func - (a: TorchTensor, b: TorchTensor) -> TorchTensor {
    Torch.call("sub", "Tensor", .tensor(a), .tensor(b))
  }
  public static func * (a: TorchTensor, b: TorchTensor) -> TorchTensor {
    Torch.call("mul", "Tensor", .tensor(a), .tensor(b))
  }
  public static func / (a: TorchTensor, b: TorchTensor) -> TorchTensor {
    Torch.call("div", "Tensor", .tensor(a), .tensor(b))
  }
  public static func + (a: TorchTensor, b: Float) -> TorchTensor {
    Torch.call("add", "Scalar", .tensor(a), .double(Double(b)))
  }
  public static func - (a: TorchTensor, b: Float) -> TorchTensor {
    Torch.call("sub", "Scalar", .tensor(a), .double(Double(b)))
  }
  public static func * (a: TorchTensor, b: Float) -> TorchTensor {
    Torch.call("mul", "Scalar", .tensor(a), .double(Double(b)))
  }
  public static func / (a: TorchTensor, b: Float) -> TorchTensor {
    Torch.call("div", "Scalar", .tensor(a), .double(Double(b)))
  }
  /// Adds an integer, so that integers stay integers.
  public func plus(_ number: Int) -> TorchTensor { Torch.call("add", "Scalar", .tensor(self), .int(number)) }
  /// Multiplies by an integer, so that integers stay integers.
  public func times(_ number: Int) -> TorchTensor { Torch.call("mul", "Scalar", .tensor(self), .int(number)) }
  /// Returns an integer less each value.
  public func subtracted(from number: Int) -> TorchTensor {
    Torch.call("rsub", "Scalar", .tensor(self), .int(number))
  }
  public static prefix func - (a: TorchTensor) -> TorchTensor { Torch.call("neg", "", .tensor(a)) }

  public func exp() -> TorchTensor { Torch.call("exp", "", .tensor(self)) }
  public func log() -> TorchTensor { Torch.call("log", "", .tensor(self)) }
  public func sqrt() -> TorchTensor { Torch.call("sqrt", "", .tensor(self)) }
  public func abs() -> TorchTensor { Torch.call("abs", "", .tensor(self)) }
  public func relu() -> TorchTensor { Torch.call("relu", "", .tensor(self)) }
  public func square() -> TorchTensor { Torch.call("square", "", .tensor(self)) }
  public func pow(_ exponent: TorchTensor) -> TorchTensor {
    Torch.call("pow", "Tensor_Tensor", .tensor(self), .tensor(exponent))
  }
  public func clamp(_ range: ClosedRange<Float>) -> TorchTensor {
    Torch.call("clamp", "", .tensor(self), .double(Double(range.lowerBound)), .double(Double(range.upperBound)))
  }
  public func clamp(_ range: ClosedRange<Int>) -> TorchTensor {
    Torch.call("clamp", "", .tensor(self), .int(range.lowerBound), .int(range.upperBound))
  }
  public func atLeast(_ bound: Float) -> TorchTensor {
    Torch.call("clamp_min", "", .tensor(self), .double(Double(bound)))
  }

  public func matmul(_ other: TorchTensor) -> TorchTensor { Torch.call("matmul", "", .tensor(self), .tensor(other)) }
}

extension TorchTensor {
  public func reshaped(_ shape: [Int]) -> TorchTensor { Torch.call("reshape", "", .tensor(self), .ints(shape)) }
  public func permuted(_ axes: [Int]) -> TorchTensor { Torch.call("permute", "", .tensor(self), .ints(axes)) }
  public func transposed(_ a: Int, _ b: Int) -> TorchTensor {
    Torch.call("transpose", "int", .tensor(self), .int(a), .int(b))
  }
  public func expanded(_ shape: [Int]) -> TorchTensor { Torch.call("expand", "", .tensor(self), .ints(shape)) }
  public func unsqueezed(_ axis: Int) -> TorchTensor { Torch.call("unsqueeze", "", .tensor(self), .int(axis)) }
  public func squeezed(_ axis: Int) -> TorchTensor { Torch.call("squeeze", "dim", .tensor(self), .int(axis)) }
  public func narrowed(_ axis: Int, _ range: Range<Int>) -> TorchTensor {
    Torch.call("narrow", "", .tensor(self), .int(axis), .int(range.lowerBound), .int(range.count))
  }
  /// Returns one index of an axis, which disappears.
  public func selected(_ axis: Int, _ index: Int) -> TorchTensor {
    Torch.call("select", "int", .tensor(self), .int(axis), .int(index))
  }
  public func gathered(_ axis: Int, _ index: TorchTensor) -> TorchTensor {
    Torch.call("gather", "", .tensor(self), .int(axis), .tensor(index))
  }
  public func indexSelected(_ axis: Int, _ index: TorchTensor) -> TorchTensor {
    Torch.call("index_select", "", .tensor(self), .int(axis), .tensor(index))
  }
  public static func concatenated(_ tensors: [TorchTensor], axis: Int) -> TorchTensor {
    Torch.call("cat", "", .tensors(tensors), .int(axis))
  }
  public static func stacked(_ tensors: [TorchTensor], axis: Int = 0) -> TorchTensor {
    Torch.call("stack", "", .tensors(tensors), .int(axis))
  }
  public func contiguous() -> TorchTensor { Torch.call("contiguous", "", .tensor(self)) }
  /// Returns `[B, C, H, W]` with channels running fastest in memory, which makes convolutions faster.
  public func channelsLast() -> TorchTensor { Torch.call("contiguous", "", .tensor(self), .int(2)) }
  public func cloned() -> TorchTensor { Torch.call("clone", "", .tensor(self)) }
  /// Returns the same values, detached from the graph of gradients.
  public func detached() -> TorchTensor { Torch.call("detach", "", .tensor(self)) }
}

extension TorchTensor {
  public func sum() -> TorchTensor { Torch.call("sum", "", .tensor(self)) }
  public func mean() -> TorchTensor { Torch.call("mean", "", .tensor(self)) }
  public func sum(_ axes: [Int], keep: Bool = false) -> TorchTensor {
    Torch.call("sum", "dim_IntList", .tensor(self), .ints(axes), .bool(keep))
  }
  public func mean(_ axes: [Int], keep: Bool = false) -> TorchTensor {
    Torch.call("mean", "dim", .tensor(self), .ints(axes), .bool(keep))
  }
  public func maximum(_ axes: [Int], keep: Bool = false) -> TorchTensor {
    Torch.call("amax", "", .tensor(self), .ints(axes), .bool(keep))
  }
  public func maximum() -> TorchTensor { Torch.call("max", "", .tensor(self)) }
  public func minimum(_ axes: [Int], keep: Bool = false) -> TorchTensor {
    Torch.call("amin", "", .tensor(self), .ints(axes), .bool(keep))
  }
  /// Returns the largest values along an axis, and the first index of each.
  public func maximum(_ axis: Int) -> (values: TorchTensor, indices: TorchTensor) {
    let results = Torch.callAll("aten::max", "dim", [.tensor(self), .int(axis)])
    return (results[0], results[1])
  }
  /// Returns whether all truth values along an axis are true; the axis stays with length 1.
  public func all(axis: Int) -> TorchTensor { Torch.call("all", "dim", .tensor(self), .int(axis), .bool(true)) }
  public func argmax(_ axis: Int) -> TorchTensor { Torch.call("argmax", "", .tensor(self), .int(axis)) }
  public func argmin(_ axis: Int) -> TorchTensor { Torch.call("argmin", "", .tensor(self), .int(axis)) }
  public func logSumExp(_ axis: Int, keep: Bool = false) -> TorchTensor {
    Torch.call("logsumexp", "", .tensor(self), .ints([axis]), .bool(keep))
  }
  public func softmax(_ axis: Int) -> TorchTensor { Torch.call("softmax", "int", .tensor(self), .int(axis)) }
  public func logSoftmax(_ axis: Int) -> TorchTensor { Torch.call("log_softmax", "int", .tensor(self), .int(axis)) }
  /// Returns the largest `count` values of the last axis in descending order, with their indices.
  public func topK(_ count: Int) -> (values: TorchTensor, indices: TorchTensor) {
    let results = Torch.callAll("aten::topk", "", [.tensor(self), .int(count)])
    return (results[0], results[1])
  }
}

extension TorchTensor {
  public func greater(_ other: TorchTensor) -> TorchTensor { Torch.call("gt", "Tensor", .tensor(self), .tensor(other)) }
  public func greater(_ bound: Float) -> TorchTensor {
    Torch.call("gt", "Scalar", .tensor(self), .double(Double(bound)))
  }
  public func less(_ bound: Float) -> TorchTensor { Torch.call("lt", "Scalar", .tensor(self), .double(Double(bound))) }
  public func atLeast(_ other: TorchTensor) -> TorchTensor { Torch.call("ge", "Tensor", .tensor(self), .tensor(other)) }
  public func equal(_ other: TorchTensor) -> TorchTensor { Torch.call("eq", "Tensor", .tensor(self), .tensor(other)) }
  public func and(_ other: TorchTensor) -> TorchTensor { Torch.call("logical_and", "", .tensor(self), .tensor(other)) }
  public func finite() -> TorchTensor { Torch.call("isfinite", "", .tensor(self)) }
  /// Returns where integers lie from `least` to `most`.
  public func inside(_ least: Int, _ most: Int) -> TorchTensor {
    Torch.call("ge", "Scalar", .tensor(self), .int(least)).and(Torch.call("le", "Scalar", .tensor(self), .int(most)))
  }
  public func not() -> TorchTensor { Torch.call("logical_not", "", .tensor(self)) }
  /// Chooses between two tensors where this one (truth values) is true or false.
  public func choose(_ yes: TorchTensor, _ no: TorchTensor) -> TorchTensor {
    Torch.call("where", "self", .tensor(self), .tensor(yes), .tensor(no))
  }
  /// Returns the values, with `value` where the mask is true.
  public func masked(_ mask: TorchTensor, _ value: Float) -> TorchTensor {
    Torch.call("masked_fill", "Scalar", .tensor(self), .tensor(mask), .double(Double(value)))
  }
}

extension TorchTensor {
  public static func zeros(_ shape: [Int], on device: Torch.Device) -> TorchTensor { full(shape, 0, on: device) }
  public static func full(_ shape: [Int], _ value: Float, on device: Torch.Device) -> TorchTensor {
    Torch.call(
      "full", "", .ints(shape), .double(Double(value)), .int(Torch.ElementType.f32.scalarType), .none, .device(device))
  }
  /// Returns zeros with the shape and the device of this tensor.
  public func zeros() -> TorchTensor { Torch.call("zeros_like", "", .tensor(self)) }
  /// Returns the numbers 0, 1, …, `count` − 1.
  public static func range(
    _ count: Int, on device: Torch.Device, as type: Torch.ElementType = .f32
  ) -> TorchTensor {
    Torch.call("arange", "", .int(count), .int(type.scalarType), .none, .device(device))
  }
  /// Returns numbers uniform in 0…1, with the shape and the device of this tensor.
  public func randomUniform() -> TorchTensor { Torch.call("rand_like", "", .tensor(self)) }
  /// Returns standard normal numbers, with the shape and the device of this tensor.
  public func randomNormal() -> TorchTensor { Torch.call("randn_like", "", .tensor(self)) }

  public func on(_ device: Torch.Device) -> TorchTensor {
    guard !Torch.hasFailed else { return TorchTensor(adopting: nil) }
    return TorchTensor(adopting: Torch.functions.to_device(handle, device.number))
  }
  public func on(_ device: Torch.Device, as type: Torch.ElementType) -> TorchTensor {
    guard !Torch.hasFailed else { return TorchTensor(adopting: nil) }
    return TorchTensor(adopting: Torch.functions.to(handle, device.number, type.code))
  }
  /// Converts to another element type on the same device.
  public func converted(to type: Torch.ElementType) -> TorchTensor {
    Torch.call("to", "dtype", .tensor(self), .int(type.scalarType))
  }
  /// Converts to 32-bit floats on the same device. 64-bit floats stay as they are.
  public func float() -> TorchTensor { isDouble ? self : converted(to: .f32) }
}

extension TorchTensor {
  /// Alternates `u = mu / (K v)` and `v = nu / (Kᵀ u)`, where this is K, `[B, N, M]`.
  ///
  /// - Parameters:
  ///   - mu: The sums that rows get, `[B, N, 1]`.
  ///   - nu: The sums that columns get, `[B, M, 1]`.
  ///   - v: The factors of columns at the start, `[B, M, 1]`.
  ///   - rounds: How often both are computed.
  /// - Returns: The factors of rows and columns, without gradients.
  public func alternated(
    mu: TorchTensor, nu: TorchTensor, v: TorchTensor, rounds: Int
  ) -> (u: TorchTensor, v: TorchTensor) {
    var results = [tt_tensor?](repeating: nil, count: 2)
    if !Torch.hasFailed {
      // What is missing stays nil, which counts as the failure that it is.
      _ = Torch.functions.alternate(handle, mu.handle, nu.handle, v.handle, Int32(rounds), &results)
    }
    return (TorchTensor(adopting: results[0]), TorchTensor(adopting: results[1]))
  }

  /// Returns the larger of two values, element by element.
  public func maximumWith(_ other: TorchTensor) -> TorchTensor {
    Torch.call("maximum", "", .tensor(self), .tensor(other))
  }
}

extension TorchTensor {
  /// Divides integers and rounds down.
  public func quotient(_ divisor: Int) -> TorchTensor {
    Torch.call("floor_divide", "Scalar", .tensor(self), .int(divisor))
  }
  public func remainder(_ divisor: Int) -> TorchTensor {
    Torch.call("remainder", "Scalar", .tensor(self), .int(divisor))
  }
  /// Takes the bits of 32-bit floats as 32-bit integers.
  public func bits() -> TorchTensor {
    Torch.call("view", "dtype", .tensor(self), .int(Torch.ElementType.i32.scalarType))
  }
  public func floored() -> TorchTensor { Torch.call("floor", "", .tensor(self)) }
  public func rounded() -> TorchTensor { Torch.call("round", "", .tensor(self)) }
  public func sigmoid() -> TorchTensor { Torch.call("sigmoid", "", .tensor(self)) }
  /// Shifts along some axes; values that leave at one end return at the other.
  public func rolled(_ shifts: [Int], axes: [Int]) -> TorchTensor {
    Torch.call("roll", "", .tensor(self), .ints(shifts), .ints(axes))
  }
}

extension TorchTensor {
  public static func identity(_ count: Int, on device: Torch.Device) -> TorchTensor {
    TorchTensor((0..<count * count).map { Float($0 % (count + 1) == 0 ? 1 : 0) }, [count, count]).on(device)
  }
  /// Adds a row and a column of zeros at the end of the last two axes.
  public func padded() -> TorchTensor { Torch.call("constant_pad_nd", "", .tensor(self), .ints([0, 1, 0, 1])) }
}
