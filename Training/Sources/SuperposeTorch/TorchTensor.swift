internal import CTorchShim

/// An array of libtorch on the CPU or a GPU, through which gradients can flow.
///
/// An operation that libtorch refuses (shapes that do not fit, no memory left) ends the program with its message.
/// Training cannot recover from any of these, and the files on disk stay whole.
public final class TorchTensor {
  let handle: tt_tensor

  init(adopting handle: tt_tensor?) {
    guard let handle else { Torch.fail() }
    self.handle = handle
  }

  deinit { tt_release(handle) }

  /// Makes a tensor of 32-bit floats in row-major order, on the CPU.
  public convenience init(_ values: [Float], _ shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.init(
      adopting: values.withUnsafeBytes { tt_from_data($0.baseAddress, TT_F32, shape.map(Int64.init), shape.count) })
  }

  /// Makes a tensor of 64-bit floats in row-major order, on the CPU.
  public convenience init(_ values: [Double], _ shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.init(
      adopting: values.withUnsafeBytes { tt_from_data($0.baseAddress, TT_F64, shape.map(Int64.init), shape.count) })
  }

  /// Makes a tensor of 64-bit integers in row-major order, on the CPU.
  public convenience init(_ values: [Int64], _ shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.init(
      adopting: values.withUnsafeBytes { tt_from_data($0.baseAddress, TT_I64, shape.map(Int64.init), shape.count) })
  }

  /// Makes a tensor of bytes in row-major order, on the CPU.
  public convenience init(bytes: UnsafeRawBufferPointer, _ shape: [Int]) {
    precondition(bytes.count == shape.reduce(1, *), "\(bytes.count) bytes do not fill \(shape)")
    self.init(adopting: tt_from_data(bytes.baseAddress, TT_U8, shape.map(Int64.init), shape.count))
  }

  public convenience init(_ value: Float) { self.init([value], []) }

  public var shape: [Int] { (0..<tt_rank(handle)).map { Int(tt_size(handle, $0)) } }
  public var count: Int { shape.reduce(1, *) }

  /// Returns all values in row-major order, as 32-bit floats.
  public func floats() -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let bytes = buffer.count * MemoryLayout<Float>.stride
      guard tt_copy_out(handle, TT_F32, buffer.baseAddress, bytes) == 0 else { Torch.fail() }
      filled = buffer.count
    }
  }

  /// Returns all values in row-major order, as 64-bit floats.
  public func doubles() -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      let bytes = buffer.count * MemoryLayout<Double>.stride
      guard tt_copy_out(handle, TT_F64, buffer.baseAddress, bytes) == 0 else { Torch.fail() }
      filled = buffer.count
    }
  }

  /// Returns all values in row-major order, as bytes.
  public func bytes() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      guard tt_copy_out(handle, TT_U8, buffer.baseAddress, buffer.count) == 0 else { Torch.fail() }
      filled = buffer.count
    }
  }

  /// The value of a tensor that has only one.
  public var value: Float { floats()[0] }
}

extension TorchTensor {
  /// Marks a leaf as one whose gradient is wanted.
  public func requireGradient() {
    guard tt_require_gradient(handle) == 0 else { Torch.fail() }
  }

  /// Adds the gradients of this scalar to the leaves that it depends on.
  public func backward() {
    guard tt_backward(handle) == 0 else { Torch.fail() }
  }

  /// The gradient that ``backward()`` has accumulated, or nil.
  public var gradient: TorchTensor? {
    guard let gradient = tt_gradient(handle) else { return nil }
    return TorchTensor(adopting: gradient)
  }

  public func clearGradient() { tt_clear_gradient(handle) }
}

extension TorchTensor {
  public var device: Torch.Device {
    let number = tt_device(handle)
    return number < 0 ? .cpu : .cuda(Int(number))
  }

  /// Whether the elements are 64-bit floats, in which tests check gradients.
  public var isDouble: Bool { tt_dtype(handle) == Int32(TT_F64.rawValue) }
}
