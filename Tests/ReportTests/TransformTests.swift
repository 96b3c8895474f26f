import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeReport

@Suite struct TransformTests {
  @Test(arguments: [(12.0, 1.1), (-170, 0.4), (0, 1)])
  func figuresOfASimilarity(degrees: Double, scale: Double) {
    let (c, s) = (scale * cos(degrees * .pi / 180), scale * sin(degrees * .pi / 180))
    // The middle of the moving image, (59.5, 44.5), is mapped to (70, 30).
    let shift = (x: 70 - (c * 59.5 - s * 44.5), y: 30 - (s * 59.5 + c * 44.5))
    let transform = Homography(rows: [[c, -s, shift.x], [s, c, shift.y], [0, 0, 1]])
    let figures = TransformFigures(transform, movingSize: ImageSize(width: 120, height: 90))
    #expect(abs(figures.turnDegrees - degrees) < 1e-9)
    #expect(abs(figures.scale - scale) < 1e-9)
    #expect(abs(figures.shift.x - 10.5) < 1e-9)
    #expect(abs(figures.shift.y + 14.5) < 1e-9)
  }

  @Test func theScaleIsThatOfTheMiddle() {
    let transform = Homography(rows: Sample.transform)
    let middle = Point(x: 59.5, y: 44.5)
    let figures = TransformFigures(transform, movingSize: ImageSize(width: 120, height: 90))
    #expect(abs(figures.scale * figures.scale - transform.areaScale(at: middle)) < 1e-9)
  }

  @Test func textsHaveEveryDigit() throws {
    let rows: [[Double]] = [[1.0 / 3, -0.12, 42], [0.1, 0.93, 6], [2e-17, -1e-4, 1]]
    let texts = TransformText.all(Homography(rows: rows), fixedSize: ImageSize(width: 140, height: 100))
    #expect(texts.map(\.label) == ["JSON", "NumPy", "OpenCV", "CSV"])
    #expect(try JSONDecoder().decode([[Double]].self, from: Data(texts[0].text.utf8)) == rows)
    #expect(texts[3].text.split(separator: "\n").map { $0.split(separator: ",").compactMap { Double($0) } } == rows)
    #expect(texts[2].text.contains("cv2.warpPerspective(moving, fixed_from_moving, (140, 100))"))
  }

  @Test func numbersAreWords() {
    #expect([0, 999, 10_000, 1_234_567, -4321].map(Words.count) == ["0", "999", "10,000", "1,234,567", "−4,321"])
    #expect([12, 4_200, 3_450_000].map(Words.bytes) == ["12 bytes", "4 kB", "3.5 MB"])
    #expect(Words.decimal(-1.25, 1) == "−1.2")
  }
}
