import SuperposeGeometry
import SuperposeTorch

/// Renders views of scenes with depth.
struct SceneRenderer {
  let renderer: ViewRenderer

  /// A view, and the plane that each of its pixels shows.
  struct View {
    /// The image in 0…1, black where there is nothing, `[1, C, H, W]`.
    let image: TorchTensor
    /// The plane at every pixel as floats, −1 where there is none, `[H·W]`.
    let planes: TorchTensor
    /// For each plane, the map from pixels of the view to pixels of its photograph.
    let maps: [Homography]
  }

  func render(_ scene: PlaneScene, _ camera: SceneCamera) -> View {
    let maps = scene.planes.map { camera.viewFromPhotograph($0).inverse ?? .identity }
    let nearness = TorchTensor.stacked(zip(scene.planes, maps).map(nearness))
    let planes = nearness.maximum([0]).greater(0).choose(nearness.argmax(0).float(), nearness.maximum([0]) * 0 - 1)
    let colours = zip(scene.planes, maps).map { coloured(renderer.sample($0.photograph, $1)) }
    let shape = [1, 1, renderer.size.height, renderer.size.width]
    var image = colours[0] * 0
    for (index, colour) in colours.enumerated() {
      let isHere = planes.equal(TorchTensor(Float(index)).on(planes.device)).float().reshaped(shape)
      // Where the horizon cuts a plane its samples may be NaN.
      image = image + isHere.greater(0).choose(colour, colour.zeros())
    }
    return View(image: image, planes: planes, maps: maps)
  }

  private func coloured(_ sample: TorchTensor) -> TorchTensor {
    sample.expanded([1, 3, renderer.size.height, renderer.size.width])
  }

  /// Returns one over the depth at every pixel, and 0 where the plane is not, `[H·W]`.
  private func nearness(_ plane: PlaneScene.Plane, _ map: Homography) -> TorchTensor {
    let mapped = Torch.autocast(false, on: renderer.pixels.device) {
      renderer.pixels.matmul(
        TorchTensor(map.coefficients.map(Float.init), [3, 3]).on(renderer.pixels.device).transposed(0, 1))
    }
    func column(_ index: Int) -> TorchTensor { mapped.narrowed(1, index..<index + 1).squeezed(1) }
    let nearness = column(2)
    let (x, y) = (column(0) / nearness, column(1) / nearness)
    let isInside = (x - Float(plane.left)).greater(0).and((x - Float(plane.right)).less(0))
      .and((y - Float(plane.top)).greater(0)).and((y - Float(plane.bottom)).less(0)).and(nearness.greater(0))
    return isInside.choose(nearness, nearness.zeros())
  }
}
