// Settings that do not go together, names of recipes, and what auto stands for.

import ClassifierLab
import Runs
import TestSupport
import Testing

extension ClassifierLabTests {
  @Suite struct RecipeTests {
    @Test(arguments: [
      (["data=iris", "model=lenet-5"], "takes images"),
      (["data=iris", "mix=cutmix"], "cuts boxes"),
      (["data=digits", "mix-layer=9"], "no error"),
      (["data=digits", "mix=cutmix", "mix-layer=1"], "boxes are cut from images"),
      (["partners=loader", "mix-layer=1"], "no hidden representations"),
      (["partners=loader", "mix=dirichlet"], "takes several"),
      (["mix-layer=1", "micro-batch=4"], "comes in parts"),
      (["mix-layer=x"], "no list of whole numbers"),
      (["milestones=1,1"], "no list of whole numbers"),
      (["optimizer=nesterov", "momentum=0"], "look ahead"),
      (["data=digits", "model=convnet", "depth=3"], "means nothing to convnet"),
      (["data=digits", "block=plain"], "means nothing to convnet"),
    ])
    func settingsThatDoNotGoTogetherAreRefused(changes: [String], words: String) throws {
      let recipe = try ClassifierRunKind().recipe(changes)
      let text = errorText { _ = try ClassifierSettings(recipe) }
      #expect(text.contains(words), "\(text)")
    }

    @Test func aLayerThatTheNetworkLacksIsNamedWithThoseItHas() throws {
      let text = errorText { _ = try smallTrainer("mix-layer=7") }
      #expect(text.contains("mix-layer") && text.contains("0 to 2"), "\(text)")
    }

    @Test func everyNamedRecipeCanBeRun() throws {
      let names = ClassifierRunKind().builtInNames
      #expect(names.count == Set(names).count)
      for name in names {
        let recipe = try #require(try ClassifierRecipe.named(name))
        _ = try ClassifierSettings(recipe)
      }
      #expect(try ClassifierRecipe.named("paper/nothing") == nil)
    }

    @Test func theRowsOfThePaperSayWhatItDoes() throws {
      let recipe = try #require(try ClassifierRecipe.named("paper/cifar100-wrn-28-10-mixup"))
      let resolved = try ClassifierRecipe.resolved(recipe)
      let expected = [
        "data": "cifar100", "model": "wrn-28-10", "mix": "mixup", "alpha": "1.0", "epochs": "200",
        "batch": "128", "optimizer": "sgd", "lr": "0.1", "momentum": "0.9",
        "weight-decay": "0.0001", "schedule": "milestones", "milestones": "60,120,180",
        "augment": "flip-crop", "normalize": "authors", "lambda": "batch",
      ]
      for (key, value) in expected { #expect(resolved[key]?.text == value, "\(key)") }
      for name in ["cifar100-preact18-erm", "ablation-layer-3", "corrupted-20-mixup"] {
        let residual = try #require(try ClassifierRecipe.named("paper/\(name)"))
        #expect(residual["block"]?.text == "double-norm")
      }
      let corrupted = try #require(try ClassifierRecipe.named("paper/corrupted-80-mixup-dropout"))
      #expect(corrupted["corruption"]?.text == "0.8")
      #expect(corrupted["dropout"]?.text == "0.3")
      #expect(corrupted["alpha"]?.text == "8.0")
      #expect(try ClassifierRecipe.resolved(corrupted)["train-metrics"]?.text == "last")
      let table = try ClassifierRecipe.resolved(
        try #require(try ClassifierRecipe.named("paper/uci-iris-mixup")))
      for (key, value) in ["epochs": "10", "batch": "16", "optimizer": "adam", "model": "mlp"] {
        #expect(table[key]?.text == value, "\(key)")
      }
    }
  }
}
