package co.anb.showcase.local.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import co.anb.showcase.shared.launcher.RunningService;
import com.google.errorprone.annotations.CheckReturnValue;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;

/** Each rule was seen to fail once, by a class that breaks it. */
@AnalyzeClasses(packages = "co.anb.showcase", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "co.anb.showcase.";
    private static final List<String> MODULES =
            List.of("shared", "embedded", "testkit", "auth", "api", "worker", "local");
    private static final String[] SERVICES = {ROOT + "auth..", ROOT + "api..", ROOT + "worker.."};

    @ArchTest
    static void servicesNeverSeeEachOther(JavaClasses classes) {
        for (String service : List.of("auth", "api", "worker")) {
            String[] others = Stream.of("auth", "api", "worker", "local")
                    .filter(other -> !other.equals(service))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + service + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because("services meet in the database, on the broker and on the event bus (architecture.md §1)")
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule sharedSeesNoneOfItsUsers = noClasses()
            .that()
            .resideInAPackage(ROOT + "shared..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(SERVICES)
                    .or(resideInAnyPackage(ROOT + "local..", ROOT + "embedded..", ROOT + "testkit..")));

    @ArchTest
    static final ArchRule embeddedStandsAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + "embedded..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(SERVICES)
                    .or(resideInAnyPackage(ROOT + "local..", ROOT + "shared..", ROOT + "testkit..")));

    @ArchTest
    static final ArchRule testkitSeesOnlyTheEmbeddedParts = noClasses()
            .that()
            .resideInAPackage(ROOT + "testkit..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(SERVICES).or(resideInAnyPackage(ROOT + "local..", ROOT + "shared..")));

    @ArchTest
    static final ArchRule nothingThatShipsNeedsTestCode = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "testkit..", "org.junit..", "org.assertj..", "org.mockito..");

    @ArchTest
    static final ArchRule onlyRepositoriesReadRows = noClasses()
            .that(areOutside("Repository"))
            .and()
            .resideOutsideOfPackages(ROOT + "shared.db..", ROOT + "testkit..")
            .should()
            .dependOnClassesThat(nameMatching(
                    "io\\.vertx\\.sqlclient\\.(Row|RowSet|RowIterator|RowStream|Tuple|Query|PreparedQuery)"))
            .because("SQL and its rows stay in *Repository; others may pass a pool or a transaction on");

    @ArchTest
    static final ArchRule onlyRepositoriesSendStatements = noClasses()
            .that(areOutside("Repository"))
            .and()
            .resideOutsideOfPackages(ROOT + "shared.db..", ROOT + "testkit..")
            .should()
            .callMethodWhere(target(owner(assignableTo(SqlClient.class)))
                    .and(target(nameMatching("query|preparedQuery|prepare"))));

    @ArchTest
    static final ArchRule onlyVerticlesAndMainsDeploy = noClasses()
            .that(areOutside("Verticle", "Main"))
            .and(areNoMainsHelper())
            .and()
            .resideOutsideOfPackage(ROOT + "testkit..")
            .should()
            .callMethodWhere(target(owner(assignableTo(Vertx.class))).and(target(nameMatching("deployVerticle"))));

    @ArchTest
    static final ArchRule nobodyWaitsForAFuture = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "embedded..", ROOT + "testkit..")
            .should()
            .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(nameMatching("get|join"))))
            .orShould()
            .callMethodWhere(
                    target(owner(assignableTo(io.vertx.core.Future.class))).and(target(nameMatching("await"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(nameMatching("sleep"))))
            .because("main code composes; only the embedded parts block, on threads of their own");

    @ArchTest
    static final ArchRule onlyTheConsolePrints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "local.Console")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule timeIsJavaTime = noClasses()
            .should()
            .dependOnClassesThat(
                    nameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)|java\\.text\\.\\w*DateFormat"));

    @ArchTest
    static void packagesHaveNoCycles(JavaClasses classes) {
        for (String module : MODULES) {
            slices().matching(ROOT + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static void everyPackageSaysWhatItIsForAndIsNullMarked(JavaClasses classes) {
        List<String> bare = classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(pack -> !isMarked(pack))
                .map(JavaPackage::getName)
                .sorted()
                .toList();

        Assertions.assertThat(bare).as("packages without a marked package-info").isEmpty();
        Assertions.assertThat(MODULES)
                .as("every module is looked at")
                .allMatch(module ->
                        classes.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + module)));
    }

    private static boolean isMarked(JavaPackage pack) {
        return pack.tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .filter(info -> info.isAnnotatedWith(CheckReturnValue.class) || isTestkitTable(pack))
                .isPresent();
    }

    private static boolean isTestkitTable(JavaPackage pack) {
        return pack.getName().startsWith(ROOT + "testkit");
    }

    /** Classes whose outermost class has none of these endings. */
    private static DescribedPredicate<JavaClass> areOutside(String... endings) {
        return DescribedPredicate.describe(
                "are no *" + String.join(", *", endings),
                type -> Stream.of(endings).noneMatch(outermost(type).getSimpleName()::endsWith));
    }

    /** What a main class hands out as its running service, and local mode's counterpart of the three mains. */
    private static DescribedPredicate<JavaClass> areNoMainsHelper() {
        return DescribedPredicate.describe(
                "are no main's running service",
                type -> !type.isAssignableTo(RunningService.class)
                        && !outermost(type).getName().equals(ROOT + "local.AllInOne"));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
