import SuperposeCheckpoints
package import SuperposeONNX

/// Arithmetic in 8 bits as ONNX expresses it: floats go through `QuantizeLinear` and `DequantizeLinear`, and a runtime
/// that has 8-bit kernels uses one for a convolution between such pairs.
extension GraphBuilder {
  /// Rounds a value that is not negative to one of the 256 multiples of `range / 255` from zero on. A larger one
  /// becomes `range`.
  package func quantized(_ x: Value, range: Float, named name: String) -> Value {
    let scale = constant([range / 255], shape: [], named: name + ".activation_scale")
    let zero = constant(uint8: 0, named: "zero.u8")
    return node("DequantizeLinear", [node("QuantizeLinear", [x, scale, zero]), scale, zero])
  }

  /// Adds the kernel `[O, C, k, k]` of a convolution in 8 bits, see ``QuantizedKernel``.
  func quantizedKernel(_ kernel: Tensor, named name: String) -> Value {
    let kernel = QuantizedKernel(kernel)
    let channels = [kernel.scales.count]
    return node(
      "DequantizeLinear",
      [
        constant(int8: kernel.values, shape: kernel.shape, named: name + ".i8"),
        constant(kernel.scales, shape: channels, named: name + ".scale"),
        constant(int8: [Int8](repeating: 0, count: channels[0]), shape: channels, named: "zero.i8.\(channels[0])"),
      ], ["axis": .int(0)])
  }
}

extension GraphBuilder {
  /// Adds the kernel of a convolution in 8 bits, of a shape `[O, C, k, k]`.
  package func quantizedKernel(_ values: [Float], shape: [Int], named name: String) -> Value {
    quantizedKernel(Tensor(shape: shape, values: values), named: name)
  }
}

/// A convolution's kernel as integers from −127 to 127, with a scale for each output channel that makes its largest
/// weight 127 or −127.
struct QuantizedKernel {
  /// `[O, C, k, k]`
  let shape: [Int]
  /// The integers in row-major order.
  let values: [Int8]
  /// The scale of each output channel, `[O]`: a weight is its integer times this.
  let scales: [Float]

  init(_ kernel: Tensor) {
    shape = kernel.shape
    let length = max(1, kernel.shape.dropFirst().reduce(1, *))
    let channels = stride(from: 0, to: kernel.values.count, by: length).map { kernel.values[$0..<$0 + length] }
    scales = channels.map { channel in
      let largest = channel.reduce(0) { max($0, $1.magnitude) }
      // A channel of zeros may have any scale. A scale below the normal numbers would have an infinite inverse.
      return largest / 127 >= Float.leastNormalMagnitude ? largest / 127 : 1
    }
    values = zip(channels, scales).flatMap { channel, scale in
      channel.map { Int8(max(-127, min(127, ($0 / scale).rounded(.toNearestOrEven)))) }
    }
  }
}
