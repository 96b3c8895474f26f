import Superpose

let registrar = try Registrar()
let result = try registrar.register(moving: "examples/map-photographed.jpg", onto: "examples/map.jpg")
print(result.verdict, "by", result.inlierCount, "inliers")
if let fixedFromMoving = result.fixedFromMoving { print(fixedFromMoving.rows) }
try result.alignedPicture()?.write(to: "aligned.png")
