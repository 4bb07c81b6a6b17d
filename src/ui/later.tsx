import { useEffect, useEffectEvent, useState, type ComponentType } from 'react';

/**
 * A view whose file is loaded when it is first shown. Unlike React's `lazy`, which keeps a failure for ever and throws it, this reports the failure,
 * and loads again the next time the view is shown.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { onLoaded?: () => void; onNotLoaded: () => void }> {
  return function Later(props) {
    const [loaded, setLoaded] = useState<{ View: ComponentType<Props> }>();
    const onLoaded = useEffectEvent(() => props.onLoaded?.());
    const onNotLoaded = useEffectEvent(props.onNotLoaded);
    useEffect(() => {
      load().then(
        (View) => {
          setLoaded({ View });
          onLoaded();
        },
        () => onNotLoaded(),
      );
    }, []);
    return loaded ? <loaded.View {...props} /> : null;
  };
}
