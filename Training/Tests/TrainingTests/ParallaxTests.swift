import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct ParallaxTests {
  private static let size = ImageSize(width: 96, height: 72)
  private static let photograph = ImageSize(width: 120, height: 96)

  private static func renderer(_ folder: TemporaryFolder) throws -> SceneRenderer {
    let store = PhotographStore(try Packs.shapes(4, in: folder), on: .cpu)
    return SceneRenderer(renderer: ViewRenderer(store, size: size))
  }

  private static func scene(_ seed: UInt64) -> (PlaneScene, [SceneCamera]) {
    var generator = SplitMix64(seed: seed)
    let scene = PlaneScene(
      photographs: (0..<3).map { ($0, photograph) }, view: (1, 0.75), using: &generator)
    let cameras = (0..<2).map { _ in SceneCamera.random(size, focalLength: 96, roll: 20, using: &generator) }
    return (scene, cameras)
  }

  /// A point of the wall and one of a board, computed by hand, are the same place in space for both cameras.
  @Test func pointsLieWhereTheirPlaceInSpaceIsSeen() throws {
    let (scene, cameras) = Self.scene(3)
    for plane in scene.planes {
      let p = Point(x: (plane.left + plane.right) / 2, y: plane.top + 5)
      let q = plane.placement
      let space = (0..<3).map { q[$0, 0] * p.x + q[$0, 1] * p.y + q[$0, 2] }
      for camera in cameras {
        let r = camera.rotation
        let turned = (0..<3).map { row in (0..<3).reduce(0) { $0 + r[row, $1] * space[$1] } }
        let (x, y, z) = (turned[0] + camera.shift.x, turned[1] + camera.shift.y, turned[2] + camera.shift.z)
        let map = camera.viewFromPhotograph(plane)
        #expect(abs(map.depth(at: p) - z) < 1e-9)
        #expect(map(p).distance(to: Point(x: 96 * x / z + 47.5, y: 96 * y / z + 35.5)) < 1e-6)
      }
    }
  }

  /// Every pixel shows the nearest of the planes that are there.
  @Test func theNearestPlaneIsSeen() throws {
    let folder = try TemporaryFolder()
    let renderer = try Self.renderer(folder)
    var seen: Set<Float> = []
    for seed in UInt64(1)...8 {
      let (scene, cameras) = Self.scene(seed)
      let planes = renderer.render(scene, cameras[0]).planes.floats()
      for index in stride(from: 0, to: planes.count, by: 37) {
        let pixel = Point(x: Double(index % 96), y: Double(index / 96))
        let there = scene.planes.enumerated().compactMap { number, plane -> (Float, Double)? in
          guard let back = cameras[0].viewFromPhotograph(plane).inverse else { return nil }
          let p = back(pixel)
          guard back.depth(at: pixel) > 0, p.x > plane.left, p.x < plane.right, p.y > plane.top, p.y < plane.bottom
          else { return nil }
          return (Float(number), 1 / back.depth(at: pixel))
        }
        let nearest = there.min { $0.1 < $1.1 }?.0 ?? -1
        seen.insert(nearest)
        #expect(planes[index] == nearest)
      }
    }
    #expect(seen.count >= 3)
  }

  /// Points that are not hidden return to where they began, and to the same plane, on the way to the other view and
  /// back. Some points are hidden.
  @Test func thereAndBack() throws {
    let folder = try TemporaryFolder()
    let renderer = try Self.renderer(folder)
    var (hiddenCount, seenCount) = (0, 0)
    for seed in UInt64(1)...10 {
      let (scene, cameras) = Self.scene(seed)
      let views = cameras.map { renderer.render(scene, $0) }.map { PoolView(maps: $0.maps, planes: $0.planes) }
      let grid = (0..<70).map { Point(x: Double($0 % 10) * 9 + 6, y: Double($0 / 10) * 9 + 6) }
      let points = TorchTensor(grid.flatMap { [Float($0.x), Float($0.y)] }, [grid.count, 2])
      let (there, hidden) = views[0].projected(points, to: views[1], Self.size)
      let (back, _) = views[1].projected(there, to: views[0], Self.size)
      let (places, isHidden, origins) = (there.floats(), hidden.floats(), back.floats())
      let own = views[0].planes(at: points, Self.size).floats()
      let others = views[1].planes(at: there, Self.size).floats()
      for index in grid.indices where (2...93).contains(places[2 * index]) && (2...69).contains(places[2 * index + 1]) {
        guard isHidden[index] == 0 else {
          hiddenCount += 1
          continue
        }
        // At an edge the neighbouring pixel may be the one of the same plane.
        guard own[index] == others[index] else { continue }
        seenCount += 1
        let origin = Point(x: Double(origins[2 * index]), y: Double(origins[2 * index + 1]))
        #expect(origin.distance(to: grid[index]) < 0.05)
      }
    }
    #expect(hiddenCount > 10 && seenCount > 200)
  }

  /// A point and its place in the other view have the same colour, where nothing hides it.
  @Test func correspondingPointsLookAlike() throws {
    let folder = try TemporaryFolder()
    let renderer = try Self.renderer(folder)
    var differences: [Float] = []
    for seed in UInt64(1)...10 {
      let (scene, cameras) = Self.scene(seed)
      let taken = cameras.map { renderer.render(scene, $0) }
      let views = taken.map { PoolView(maps: $0.maps, planes: $0.planes) }
      let grid = (0..<70).map { Point(x: Double($0 % 10) * 9 + 6, y: Double($0 / 10) * 9 + 6) }
      let points = TorchTensor(grid.flatMap { [Float($0.x), Float($0.y)] }, [grid.count, 2])
      let (there, hidden) = views[0].projected(points, to: views[1], Self.size)
      let (places, isHidden) = (there.floats(), hidden.floats())
      let images = taken.map { $0.image.narrowed(1, 0..<1).floats() }
      for index in grid.indices where isHidden[index] == 0 {
        let (x, y) = (Int(places[2 * index].rounded()), Int(places[2 * index + 1].rounded()))
        guard (1..<95).contains(x), (1..<71).contains(y) else { continue }
        differences.append(abs(images[0][Int(grid[index].y) * 96 + Int(grid[index].x)] - images[1][y * 96 + x]))
      }
    }
    #expect(differences.count > 200)
    #expect(differences.sorted()[differences.count / 2] < 0.05)
  }

  @Test func sheetsHaveARowForEachPhotographOrScene() throws {
    let folder = try TemporaryFolder()
    let pack = try Packs.shapes(4, in: folder)
    let sheets = [
      LookSheet(pack, rows: 2, columns: 3, strength: 1, change: nil, seed: 1),
      LookSheet(pack, rows: 2, columns: 3, strength: 1, change: "night", seed: 1),
      LookSheet(scenes: pack, rows: 2, columns: 3, strength: 0, seed: 1),
    ].map(\.portableGraymap)
    let header = "P5 960 352 255\n"
    for sheet in sheets {
      #expect(sheet.starts(with: header.utf8) && sheet.count == header.utf8.count + 960 * 352)
      #expect(Set(sheet.dropFirst(header.utf8.count)).count > 20)
    }
    #expect(sheets[0] != sheets[1])
  }

  /// Keypoints that are hidden count neither as matched nor as unmatched.
  @Test func hiddenKeypointsAreIgnored() {
    let points = TorchTensor([10, 10, 30, 10, 50, 10] as [Float], [1, 3, 2])
    let far = TorchTensor([10, 10, 30, 10, 80, 10] as [Float], [1, 3, 2])
    let hidden = TorchTensor([0, 1, 1] as [Float], [1, 3])
    let truth = MatchingTruth(
      keypoints0: points, projected0: far, keypoints1: points, projected1: far, hidden0: hidden, hidden1: hidden)
    #expect(truth.isMatched0.floats() == [1, 0, 0] && truth.isUnmatched0.floats() == [0, 0, 0])
    let open = MatchingTruth(keypoints0: points, projected0: far, keypoints1: points, projected1: far)
    #expect(open.isMatched0.floats() == [1, 1, 0] && open.isUnmatched0.floats() == [0, 0, 1])
  }
}
