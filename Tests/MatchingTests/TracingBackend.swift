import SuperposeNetworks
import SuperposeONNX

/// Records a network as ONNX, and remembers the output of every convolution, after its ReLU where it has one.
final class TracingBackend: NetworkBackend {
  typealias Tensor = Value

  private let inner: ONNXBackend
  private var names: [Value: String] = [:]
  private(set) var activations: [String: Value] = [:]

  init(_ inner: ONNXBackend) { self.inner = inner }

  func has(_ parameter: String) -> Bool { inner.has(parameter) }

  func convolution(_ x: Value, _ name: String, kernel: Int) -> Value {
    let output = inner.convolution(x, name, kernel: kernel)
    names[output] = name
    activations[name] = output
    return output
  }

  func relu(_ x: Value) -> Value {
    let output = inner.relu(x)
    if let name = names[x] { activations[name] = output }
    return output
  }

  func linear(_ x: Value, _ name: String) -> Value { inner.linear(x, name) }
  func batchNorm(_ x: Value, _ name: String) -> Value { inner.batchNorm(x, name) }
  func maxPool(_ x: Value) -> Value { inner.maxPool(x) }
  func softmax(_ x: Value, axis: Int) -> Value { inner.softmax(x, axis: axis) }
  func add(_ a: Value, _ b: Value) -> Value { inner.add(a, b) }
  func scale(_ x: Value, by factor: Float) -> Value { inner.scale(x, by: factor) }
  func concatenate(_ tensors: [Value], axis: Int) -> Value { inner.concatenate(tensors, axis: axis) }
  func slice(_ x: Value, axis: Int, _ range: Range<Int>) -> Value { inner.slice(x, axis: axis, range) }
  func transpose(_ x: Value, _ permutation: [Int]) -> Value { inner.transpose(x, permutation) }
  func unitLength(_ x: Value, axis: Int) -> Value { inner.unitLength(x, axis: axis) }
  func depthToSpace(_ x: Value, block: Int) -> Value { inner.depthToSpace(x, block: block) }
  func innerProducts(_ a: Value, _ b: Value) -> Value { inner.innerProducts(a, b) }
  func split(_ x: Value, heads: Int, order: HeadOrder) -> Value { inner.split(x, heads: heads, order: order) }
  func joined(_ x: Value, heads: Int, order: HeadOrder) -> Value { inner.joined(x, heads: heads, order: order) }
  func parts(_ x: Value, axis: Int, sizes: [Int]) -> [Value] { inner.parts(x, axis: axis, sizes: sizes) }
  func attention(query: Value, key: Value, value: Value, scale: Float, keyBias: Value?) -> Value {
    inner.attention(query: query, key: key, value: value, scale: scale, keyBias: keyBias)
  }
}
