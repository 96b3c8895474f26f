public import SuperposeCheckpoints
public import SuperposeGeometry

/// Counts the floating-point operations of convolutions and products, two for each multiplication with its addition.
/// Activations, normalisations and operations that only move values are not counted. A tensor is represented by its
/// shape.
final class CountingBackend: NetworkBackend {
  typealias Tensor = [Int]

  private(set) var operations = 0.0
  /// The shapes of the parameters, by name.
  private let shapes: [String: [Int]]

  init(_ parameters: [ParameterShape]) {
    shapes = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
  }

  func has(_ parameter: String) -> Bool { shapes[parameter] != nil }

  func convolution(_ x: [Int], _ name: String, kernel: Int) -> [Int] {
    let weight = shape(name + ".weight")
    let output = [x[0], weight[0], x[2], x[3]]
    count(output, each: weight.dropFirst())
    return output
  }

  func linear(_ x: [Int], _ name: String) -> [Int] {
    let weight = shape(name + ".weight")
    let output = Array(x.dropLast() + [weight[0]])
    count(output, each: weight.dropFirst())
    return output
  }

  func attention(query: [Int], key: [Int], value: [Int], scale: Float, keyBias: [Int]?) -> [Int] {
    let scores = Array(query.dropLast() + [key[2]])
    let output = Array(query.dropLast() + [value[3]])
    count(scores, each: [key[3]])
    count(output, each: [key[2]])
    return output
  }

  func innerProducts(_ a: [Int], _ b: [Int]) -> [Int] {
    let output = [a[0], a[1], b[1]]
    count(output, each: [a[2]])
    return output
  }

  private func count(_ output: [Int], each products: some Sequence<Int>) {
    operations += 2 * (output + products).reduce(1) { $0 * Double($1) }
  }

  private func shape(_ name: String) -> [Int] {
    guard let shape = shapes[name] else { preconditionFailure("no parameter named \(name)") }
    return shape
  }

  // MARK: Operations that are not counted

  func batchNorm(_ x: [Int], _ name: String) -> [Int] { x }
  func relu(_ x: [Int]) -> [Int] { x }
  func softmax(_ x: [Int], axis: Int) -> [Int] { x }
  func add(_ a: [Int], _ b: [Int]) -> [Int] { a }
  func scale(_ x: [Int], by factor: Float) -> [Int] { x }
  func unitLength(_ x: [Int], axis: Int) -> [Int] { x }
  func maxPool(_ x: [Int]) -> [Int] { [x[0], x[1], x[2] / 2, x[3] / 2] }
  func transpose(_ x: [Int], _ permutation: [Int]) -> [Int] { permutation.map { x[$0] } }

  func depthToSpace(_ x: [Int], block: Int) -> [Int] {
    [x[0], x[1] / (block * block), x[2] * block, x[3] * block]
  }

  func split(_ x: [Int], heads: Int, order: HeadOrder) -> [Int] { [x[0], heads, x[1], x[2] / heads] }
  func joined(_ x: [Int], heads: Int, order: HeadOrder) -> [Int] { [x[0], x[2], heads * x[3]] }

  func concatenate(_ tensors: [[Int]], axis: Int) -> [Int] {
    replacing(axis, of: tensors[0], by: tensors.reduce(0) { $0 + $1[axis] })
  }

  func slice(_ x: [Int], axis: Int, _ range: Range<Int>) -> [Int] { replacing(axis, of: x, by: range.count) }

  func parts(_ x: [Int], axis: Int, sizes: [Int]) -> [[Int]] { sizes.map { replacing(axis, of: x, by: $0) } }

  private func replacing(_ axis: Int, of shape: [Int], by length: Int) -> [Int] {
    var shape = shape
    shape[axis] = length
    return shape
  }
}

extension SuperPointNetwork {
  /// Returns the number of floating-point operations for one image of the size that the network sees.
  ///
  /// - Parameters:
  ///   - size: The size of the image.
  ///   - parameters: Those of the network, which may be narrower than the published one.
  public static func operations(_ size: ImageSize, of parameters: [ParameterShape] = parameters) -> Double {
    let padded = paddedSize(size)
    let backend = CountingBackend(parameters)
    _ = heads([1, 1, padded.height, padded.width], on: backend)
    return backend.operations
  }
}

extension SuperGlueNetwork {
  /// Returns the number of floating-point operations for two sets of keypoints, with the layers as they are published.
  /// Suppression, sampling and optimal transport are not part of the networks and are not counted.
  ///
  /// - Parameters:
  ///   - count0: The number of keypoints of the first image.
  ///   - count1: The number of keypoints of the second image.
  ///   - parameters: Those of the network, which may have fewer layers than the published one.
  public static func operations(
    _ count0: Int, _ count1: Int, of parameters: [ParameterShape] = parameters
  ) -> Double {
    let backend = CountingBackend(parameters)
    _ = scores(
      keypoints0: [1, count0, 3], descriptors0: [1, count0, descriptorLength], keypoints1: [1, count1, 3],
      descriptors1: [1, count1, descriptorLength], on: backend)
    return backend.operations
  }
}
