import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

@Suite struct LandmarkTableTests {
  private func read(_ text: String) throws -> Landmarks {
    let file = URL(filePath: NSTemporaryDirectory() + "landmarks-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    do { return try Landmarks(contentsOf: file) } catch {
      // The file's name is another one each time.
      throw GuidanceError(error.kind, error.description.replacing(file.path(percentEncoded: false), with: "FILE"))
    }
  }

  private let two = Landmarks([
    Landmark(moving: Point(x: 1, y: 2.5), fixed: Point(x: -3, y: 4)),
    Landmark(moving: Point(x: 10, y: 20), fixed: Point(x: 30, y: 40)),
  ])

  @Test(arguments: [
    "1,2.5,-3,4\n10,20,30,40\n", "x0,y0,x1,y1\r\n1,2.5,-3,4\r\n10,20,30,40",
    "# by hand\n\n 1 , 2.5, -3,4\n10,20,30,40,church\n",
    "name,x1,y1,y0,x0\n\"a, b\",-3,4,2.5,1\nb,30,40,20,10\n".replacing("\"a, b\"", with: "a"),
    "\u{FEFF}x0,y0,x1,y1\n1,2.5,-3,4\n10,20,30,40\n",
  ])
  func linesAreRead(_ text: String) throws { #expect(try read(text) == two) }

  @Test func whatIsWrittenIsRead() throws { #expect(try read(two.csv) == two) }

  @Test(arguments: [
    ("", "it has no landmarks"), ("x0,y0,x1,y1\n", "it has no landmarks"),
    ("1,2,3,4\n1,2,3\n", "line 2: expected four numbers, found '1,2,3'"),
    ("x,y,u,v\n1,2,3,4\n", "line 1: expected four numbers, found 'x,y,u,v'"),
    ("x0,y0,x1\n1,2,3\n", "line 1: no column is called y1"),
    ("1,2,3,nan\n", "line 1: expected four numbers, found '1,2,3,nan'"),
  ])
  func otherLinesAreErrors(_ text: String, _ problem: String) {
    let error = #expect(throws: GuidanceError.self) { try read(text) }
    #expect(error?.kind == .malformed)
    #expect(
      error?.description
        == "cannot read the landmarks 'FILE': \(problem); give lines x0,y0,x1,y1 in pixels of the moving "
        + "and the fixed image")
  }

  @Test func aMissingFileIsAnError() {
    let error = #expect(throws: GuidanceError.self) { try Landmarks(contentsOf: URL(filePath: "/nowhere/a.csv")) }
    #expect(error?.kind == .notFound)
  }
}

/// Tests of registrations by landmarks alone, which need no network.
@Suite struct LandmarksAloneTests {
  private let size = ImageSize(width: 600, height: 400)
  private let truth = Homography(rows: [[0.95, -0.1, 30], [0.1, 0.93, 6], [1e-4, -5e-5, 1]])
  private let places = [(60, 50), (520, 70), (500, 330), (80, 340), (300, 200), (410, 120)].map {
    Point(x: $0.0, y: $0.1)
  }

  private func image() -> Image {
    Image(size: size, channels: 1, values: [UInt8](repeating: 9, count: size.pixelCount))
  }

  private func register(
    _ count: Int, by transform: Homography? = nil, noise: [Double] = [0], model: TransformModel = .homography
  ) throws -> Registration {
    var configuration = RegistrationConfiguration()
    configuration.estimation.model = model
    let landmarks = places.prefix(count).enumerated().map { index, place in
      let fixed = (transform ?? truth)(place)
      return Landmark(moving: place, fixed: Point(x: fixed.x + noise[index % noise.count], y: fixed.y))
    }
    return try Registration(
      moving: image(), fixed: image(), landmarks: Landmarks(landmarks), configuration: configuration)
  }

  @Test func moreThanFourDetermineAHomographyAndSaySo() throws {
    let found = try register(6)
    #expect(found.verdict == .registered, "\(found)")
    #expect((found.fixedFromMoving?.cornerError(from: truth, over: size) ?? 1e3) < 1e-6)
    #expect(found.report.landmarks?.role == .only)
    #expect(found.report.landmarks?.pairs.allSatisfy { ($0.residualPixels ?? 1) < 1e-6 } == true)
    #expect(found.report.matches.map(\.moving) == places)
    #expect(found.report.weights.isEmpty)
  }

  /// A landmark that is wrong is no outlier: it is seen in the residuals, and the verdict doubts.
  @Test func landmarksThatDoNotAgreeAreDoubtful() throws {
    let found = try register(6, noise: [0, 0, 0, 0, 0, 90])
    #expect(found.verdict == .doubtful)
    #expect(found.report.reasons == ["the landmarks do not agree on a homography"])
    #expect(found.inlierCount == 6)
    // It bends the transform, as the others do: they lie beside it too.
    let residuals = try #require(found.report.landmarks).pairs.compactMap(\.residualPixels)
    #expect(residuals.allSatisfy { $0 > 0.5 && $0 < 85 } && residuals.contains { $0 > 15 }, "\(residuals)")
  }

  @Test(arguments: [(4, "4 landmarks determine a homography"), (3, "3 landmarks determine an affine transform")])
  func whatIsExactIsDoubtful(_ count: Int, _ start: String) throws {
    let found = try register(count)
    #expect(found.verdict == .doubtful)
    #expect(found.report.reasons.first?.hasPrefix(start + " exactly") == true, "\(found)")
    #expect(found.report.notes.isEmpty == (count == 4))
  }

  @Test func twoDetermineASimilarity() throws {
    let similarity = Homography(rows: [[0.8, -0.3, 90], [0.3, 0.8, -29], [0, 0, 1]])
    let found = try register(2, by: similarity)
    #expect((found.fixedFromMoving?.cornerError(from: similarity, over: size) ?? 1e3) < 1e-6)
    #expect(found.report.notes == ["2 landmarks determine a similarity, not a homography"])
    let three = try register(3, by: similarity, model: .similarity)
    #expect(three.verdict == .registered && three.report.notes.isEmpty)
  }

  @Test func oneDeterminesNothingAndOneBesideItsImageIsAnError() throws {
    let one = try register(1)
    #expect(one.verdict == .failed && one.fixedFromMoving == nil)
    #expect(one.report.reasons.first?.hasPrefix("1 landmark determines no transform") == true)
    #expect(one.report.landmarks?.pairs.first?.residualPixels == nil)
    let error = #expect(throws: GuidanceError.self) { try register(6, by: .translation(x: 400, y: 0)) }
    #expect(error?.description.hasPrefix("landmark 2 lies at 920.0, 70.0, beside the fixed image of 600x400") == true)
  }

  @Test func theReportIsReadAsItIsWritten() throws {
    let found = try register(6, noise: [1, -1])
    let read = try JSONDecoder().decode(RegistrationReport.self, from: found.json())
    #expect(read.landmarks == found.report.landmarks)
  }
}

/// Tests of starts with the program's own weights.
@Suite struct SearchStartTests {
  private static let registrar = Result { try Registrar() }
  private let pair: MarkedPair
  init() throws { pair = try MarkedPair() }

  private func register(_ moving: Image, _ start: SearchStart?) throws -> Registration {
    var guidance = RegistrationGuidance()
    guidance.start = start
    return try Self.registrar.get().register(moving: moving, onto: pair.fixed, guidance: guidance)
  }

  private func landmarks(_ places: [(Double, Double)]) -> Landmarks {
    Landmarks(
      places.map { x, y in
        let fixed = Point(x: x, y: y)
        return Landmark(moving: MarkedPair.truth.inverse?(fixed) ?? fixed, fixed: fixed)
      })
  }

  /// Without them the mark decides, see `MaskedRegistrationTests`.
  @Test func landmarksDecideWhatIsLookedFor() throws {
    let landmarks = landmarks([(400, 60), (150, 350), (60, 200)])
    let found = try register(pair.moving, .landmarks(landmarks))
    #expect(MarkedPair.error(found.fixedFromMoving) < 2, "\(found)")
    #expect(found.report.landmarks?.role == .start)
    #expect((found.report.landmarks?.largestResidualPixels ?? 9) < 2)
    let far = found.report.matches.filter { MarkedPair.truth($0.moving).distance(to: $0.fixed) > 80 }
    #expect(far.isEmpty)
  }

  @Test func aPriorDecidesWhatIsLookedFor() throws {
    let prior = Homography.translation(x: 15, y: -12) * MarkedPair.truth
    let found = try register(pair.moving, .prior(prior, errorPixels: 30))
    #expect(MarkedPair.error(found.fixedFromMoving) < 2, "\(found)")
    #expect(found.report.prior == PriorReport(fixedFromMoving: prior.normalized, errorPixels: 30))
    #expect(found.report.matches.allSatisfy { prior($0.moving).distance(to: $0.fixed) <= 30 })
  }

  /// A turned view is found at once by a prior, and not looked for where the prior says otherwise.
  @Test func aPriorTakesThePlaceOfTurnedViews() throws {
    let size = ImageSize(width: 400, height: 600)
    let turn = Homography(rows: [[0, -1, 399], [1, 0, 0], [0, 0, 1]])
    let turned = try #require(pair.moving.warped(by: turn, to: size))
    let prior = MarkedPair.truth * (try #require(turn.inverse))
    let found = try register(turned, .prior(prior))
    #expect(found.report.secondLook)
    #expect(MarkedPair.error(try #require(found.fixedFromMoving) * turn) < 2, "\(found)")
    let missed = try register(turned, .prior(.identity))
    #expect(missed.verdict == .failed)
    #expect(missed.report.reasons.last == "only matches within 50 pixels of where the search began were considered")
  }

  @Test func startsThatCannotBeFollowedAreErrors() throws {
    let one = landmarks([(400, 60)])
    let same = Landmarks([one.pairs[0], one.pairs[0]])
    let mirror = Homography(rows: [[-1, 0, 599], [0, 1, 0], [0, 0, 1]])
    let starts: [SearchStart] = [
      .landmarks(one), .landmarks(same), .prior(mirror), .prior(.identity, errorPixels: 0),
      .prior(Homography(rows: [[0, 0, 0], [0, 0, 0], [0, 0, 1]])),
    ]
    for start in starts {
      let error = #expect(throws: GuidanceError.self) { try register(pair.moving, start) }
      #expect(error?.kind == .undetermined)
    }
  }

  @Test(arguments: [
    "[[1,0,2],[0,1,3],[0,0,1]]", "{\"fixedFromMoving\": [[1,0,2],[0,1,3],[0,0,1]], \"verdict\": \"doubtful\"}",
  ])
  func priorsAreRead(_ text: String) throws {
    #expect(try prior(text) == .prior(.translation(x: 2, y: 3), errorPixels: 7))
  }

  @Test(arguments: [
    ("{\"fixedFromMoving\": null}", "it holds no transform, since its pair was not registered"),
    ("[[1,0],[0,1]]", "it is neither"), ("{}", "it holds no transform"), ("no", "it is neither"),
  ])
  func otherFilesAreNoPriors(_ text: String, _ problem: String) {
    let error = #expect(throws: GuidanceError.self) { try prior(text) }
    #expect(error?.kind == .malformed && error?.description.contains(problem) == true, "\(String(describing: error))")
  }

  private func prior(_ text: String) throws -> SearchStart {
    let file = URL(filePath: NSTemporaryDirectory() + "prior-\(UUID().uuidString).json")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try .prior(contentsOf: file, errorPixels: 7)
  }
}
