import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData

/// The source of a pool's views.
struct PoolSource {
  let store: PhotographStore
  let renderer: ViewRenderer
  let sampler: ViewSampler
  let looks: Looks
  let sceneShare: Double
  let photometric = Photometric()

  /// Returns the views of a photograph, or of a scene with depth whose wall it is, and their images, `[count, 1, H,
  /// W]`.
  func views(
    of photograph: Int, count: Int, using generator: inout SplitMix64
  ) -> ([PoolView], TorchTensor) {
    Torch.withoutGradients {
      let isScene = generator.chance(sceneShare)
      let (views, images) =
        isScene
        ? scene(photograph, count, using: &generator) : flat(photograph, count, using: &generator)
      return (views, photometric.apply(to: images, using: &generator))
    }
  }

  private func flat(
    _ photograph: Int, _ count: Int, using generator: inout SplitMix64
  ) -> ([PoolView], TorchTensor) {
    let maps = (0..<count).map { _ in sampler.sample(photograph: store.size(of: photograph), using: &generator) }
    let images = renderer.render(maps.map { (photograph, $0) }, looks: looks, using: &generator)
    return (maps.map { PoolView(maps: [$0], planes: nil) }, images)
  }

  /// Returns the views of cameras that look at a photograph on a wall, with other photographs in front of it.
  func scene(
    _ photograph: Int, _ count: Int, using generator: inout SplitMix64
  ) -> ([PoolView], TorchTensor) {
    let size = renderer.size
    let focalLength = generator.uniform(0.8...1.4) * Double(size.width)
    let others = (0..<Int(generator.uniform(1...4.99))).map { _ in store.pick(using: &generator) }
    let scene = PlaneScene(
      photographs: ([photograph] + others).map { ($0, store.size(of: $0)) },
      view: (Double(size.width) / focalLength, Double(size.height) / focalLength), using: &generator)
    let taken = (0..<count).map { _ in
      let camera = SceneCamera.random(
        size, focalLength: focalLength, roll: min(sampler.rotation, 30), using: &generator)
      return SceneRenderer(renderer: renderer).render(scene, camera)
    }
    let images = taken.map { looks.apply(to: $0.image, using: &generator) }
    return (taken.map { PoolView(maps: $0.maps, planes: $0.planes) }, .concatenated(images, axis: 0))
  }
}
