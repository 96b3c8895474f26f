import SuperposeCheckpoints
import Testing

@testable import SuperposeNetworks

@Test func eachOutputChannelHasItsOwnScale() {
  let kernel = QuantizedKernel(
    Tensor(shape: [3, 2, 1, 1], values: [1, -0.5, 0.001, 0.0006, 0, 0]))
  #expect(kernel.shape == [3, 2, 1, 1])
  #expect(kernel.scales == [1 / 127, 0.001 / 127, 1])
  #expect(kernel.values == [127, -64, 127, 76, 0, 0])
}

@Test func aWeightIsOffByHalfAStepAtMost() {
  let values = (0..<900).map { Float(($0 * 7919) % 2003) / 1000 - 1 }
  let kernel = QuantizedKernel(Tensor(shape: [4, 25, 3, 3], values: values))
  for (index, value) in values.enumerated() {
    let scale = kernel.scales[index / 225]
    #expect(abs(Float(kernel.values[index]) * scale - value) <= 0.501 * scale)
  }
}

@Test func weightsThatCannotBeScaledBecomeZero() {
  let kernel = QuantizedKernel(Tensor(shape: [1, 1, 1, 2], values: [0x1p-149, -0x1p-130]))
  #expect(kernel.values == [0, 0] && kernel.scales == [1])
}

@Test func rangesBecomeTensorsAndComeBack() {
  let ranges = Dictionary(
    uniqueKeysWithValues: SuperPointNetwork.quantizedActivations.enumerated().map { ($1, Float($0) + 0.1) })
  let tensors = SuperPointNetwork.tensors(ofActivationRanges: ranges)
  #expect(tensors.keys.sorted() == SuperPointNetwork.activationRanges.map(\.name))
  #expect(SuperPointNetwork.activationRanges(in: tensors) == ranges)
  #expect(SuperPointNetwork.activationRanges(in: tensors.filter { $0.key != "conv3a.activation_range" }) == nil)
}
