package co.anb.showcase.testkit;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives {@link Showcase} classes their parameters. The objects are kept in the outermost class's store, which closes
 * them in reverse order after the class; nested classes share them.
 */
final class ShowcaseExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ShowcaseExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        store.getOrComputeIfAbsent(ShowcaseServices.class, key -> new ShowcaseServices(), ShowcaseServices.class);
        store.getOrComputeIfAbsent(OwnedTokens.class, key -> new OwnedTokens(), OwnedTokens.class);
        store.getOrComputeIfAbsent(OwnedVertx.class, key -> new OwnedVertx(Vertx.vertx()), OwnedVertx.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Vertx.class || type == ShowcaseServices.class || type == Tokens.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        Class<?> type = parameter.getParameter().getType();
        if (type == Vertx.class) {
            return store.get(OwnedVertx.class, OwnedVertx.class).vertx();
        }
        if (type == Tokens.class) {
            return store.get(OwnedTokens.class, OwnedTokens.class).tokens();
        }
        return store.get(type, type);
    }
}
